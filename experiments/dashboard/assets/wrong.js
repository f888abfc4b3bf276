/* The charts of "What if we are wrong?": as they come from the server, at the width and the type of this page. */
(function () {
  "use strict";
  var LETTER = 0.5;  /* of a letter, in sizes of type */
  var shown = {}, waiting = null;
  var byId = function (id) { return document.getElementById(id); };

  /* A name above its row, as much of it as there is room for; the table has all of it. */
  function fitted(note, width) {
    if (note.name !== "name of a row") { return note; }
    var letters = Math.floor(width / (LETTER * note.font.size));
    var parts = note.text.match(/&\w+;|./g);
    return parts.length <= letters ? note : Object.assign({}, note, { text: parts.slice(0, letters - 2).join("").trim() + " …" });
  }

  function draw(id) {
    var element = byId(id), figure = shown[id];
    if (!element || !window.Plotly || !element.clientWidth) { return false; }
    var layout = window.tiersFitted(JSON.parse(JSON.stringify(figure.layout)), element.clientWidth);
    layout.annotations = (layout.annotations || []).map(function (note) { return fitted(note, element.clientWidth); });
    window.Plotly.react(element, window.tiersGrown(figure.data), layout, { displayModeBar: false, responsive: false, showTips: false, doubleClick: false });
    element.style.minHeight = layout.height + "px";
    element.querySelectorAll("svg").forEach(function (svg) { svg.setAttribute("aria-hidden", "true"); svg.setAttribute("focusable", "false"); });
    element.dataset.drawn = "yes";
    return true;
  }

  /* React puts the place of a chart into the page in its own time. */
  function whenThere(id, figure, tries) {
    if (shown[id] !== figure) { return; }
    if (!draw(id) && tries < 120) { requestAnimationFrame(function () { whenThere(id, figure, tries + 1); }); }
  }

  function wrongPlots(data) {
    Object.keys(data || {}).forEach(function (id) {
      shown[id] = data[id];
      requestAnimationFrame(function () { whenThere(id, data[id], 0); });
    });
    return window.dash_clientside.no_update;
  }

  function all() { Object.keys(shown).forEach(draw); }
  function soon() { clearTimeout(waiting); waiting = setTimeout(all, 150); }
  window.addEventListener("resize", soon);
  document.addEventListener("click", function (event) {
    if (event.target.id === "presenter" || (event.target.closest && event.target.closest("[role=tab]"))) { soon(); }
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.tiers = Object.assign(window.dash_clientside.tiers || {}, { wrongPlots: wrongPlots });
}());
