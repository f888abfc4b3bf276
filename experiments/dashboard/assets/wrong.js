/* The charts of "What if we are wrong?": as they come from the server, at the width and the type of this page. */
(function () {
  "use strict";
  var shown = {}, waiting = null;
  var byId = function (id) { return document.getElementById(id); };

  function draw(id) {
    var element = byId(id), figure = shown[id];
    if (!element || !window.Plotly || !element.clientWidth) { return false; }
    var layout = window.tiersFitted(JSON.parse(JSON.stringify(figure.layout)), element.clientWidth);
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
