/* A game: how often the page asks how far it is, and the picture at its end. */
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

  /* Asks again only when the last question was answered, or is lost: a newer question would make its answer void. */
  function seatBeat(number, last, answered) {
    if (last && last.number !== answered && Date.now() - last.at < 30000) { return window.dash_clientside.no_update; }
    return { number: number, at: Date.now() };
  }

  /* A question that is answered takes its buttons away: the keyboard goes back to where it was asked. */
  var BACK = { "seat-sure": "seat-next", "seat-stay": "seat-begin" };
  document.addEventListener("click", function (event) {
    var button = event.target.closest("button"), back = button && document.getElementById(BACK[button.id]);
    if (back) { back.focus(); }
  });

  window.addEventListener("resize", function () { clearTimeout(waiting); waiting = setTimeout(function () { draw(120); }, 150); });
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.tiers = Object.assign(window.dash_clientside.tiers || {}, { seatPicture: seatPicture, seatBeat: seatBeat });
}());
