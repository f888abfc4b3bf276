/* Looks every few seconds whether the seat's page is out of date. A form that somebody is filling in is left alone. */
(function () {
  "use strict";
  var stamp = document.body.dataset.stamp, touched = false;
  if (stamp === undefined) { return; }
  document.addEventListener("input", function () { touched = true; });

  function news() {
    var place = document.getElementById("news"), link = document.createElement("a");
    if (place.firstChild) { return; }
    link.href = "/seat";
    link.textContent = "Look at it";
    place.append("Something has changed at the table. ", link);
  }

  function look() {
    fetch("/seat/state", { credentials: "same-origin" }).then(function (reply) { return reply.json(); }).then(function (state) {
      if (state.stamp === stamp) { return; }
      if (touched) { news(); } else { location.replace("/seat"); }
    }).catch(function () { /* the dashboard is busy or gone: look again later */ });
  }
  setInterval(look, 3000);
}());
