/* A link holds a comparison after its #, which is sent to nobody: it goes along through the sign-in, and opens behind it. */
document.querySelector("form").addEventListener("submit", function (event) {
  event.target.action = "/login" + location.hash;
});
