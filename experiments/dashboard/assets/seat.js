/* The picture at the end of a game, drawn again when the page changes its width. */
(function () {
  "use strict";
  var shown = null, waiting = null;

  function draw(tries) {
    Object.keys(shown || {}).forEach(function (id) {
      var element = document.getElementById(id), figure = shown[id];
      if (!element || !element.clientWidth) {
        if (tries < 120) { requestAnimationFrame(function () { draw(tries + 1); }); }
        return;
      }
      window.Plotly.react(element, window.tiersGrown(figure.data), window.tiersFitted(figure.layout, element.clientWidth), { displayModeBar: false, responsive: false });
      element.querySelectorAll("svg").forEach(function (svg) { svg.setAttribute("aria-hidden", "true"); svg.setAttribute("focusable", "false"); });
      document.documentElement.dataset.game = "drawn";
    });
  }

  function seatPicture(data) {
    shown = data;
    draw(0);
    return window.dash_clientside.no_update;
  }

  window.addEventListener("resize", function () { clearTimeout(waiting); waiting = setTimeout(function () { draw(120); }, 150); });
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.tiers = Object.assign(window.dash_clientside.tiers || {}, { seatPicture: seatPicture });
}());
