/* Draws the charts of the report from the figures inside the page. Nothing is fetched. */
(function () {
  "use strict";
  var data = JSON.parse(document.getElementById("chart-data").textContent);
  var charts = {};
  data.charts.forEach(function (chart) { charts[chart.id] = chart; });

  var CONFIG = { displayModeBar: false, responsive: false, showTips: false, doubleClick: false };
  var PRINT = { levels: [330, 205], difference: [330, 205], entities: [660, 0] };
  var DRAW = tiersCharts(data);

  function draw(element, width, height) {
    var chart = charts[element.id];
    var wide = width || element.clientWidth || 600;
    var parts = DRAW[chart.kind](chart, wide);
    parts.layout.width = wide;
    parts.layout.height = height || parts.layout.height;
    element.style.minHeight = parts.layout.height + "px";
    Plotly.react(element, parts.traces, parts.layout, CONFIG);
    element.querySelectorAll("svg").forEach(function (svg) { svg.setAttribute("aria-hidden", "true"); svg.setAttribute("focusable", "false"); });
    element.dataset.drawn = String(wide);
  }

  var all = Array.prototype.slice.call(document.querySelectorAll("[data-chart]"));
  function waiting() { return all.filter(function (element) { return !element.dataset.drawn; }); }
  function finish() { if (!waiting().length) { document.documentElement.dataset.charts = "drawn"; } }

  /* Charts in sight first, the rest whenever the browser has time. */
  var watcher = null;
  if ("IntersectionObserver" in window) {
    watcher = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (entry.isIntersecting && !entry.target.dataset.drawn) { draw(entry.target); watcher.unobserve(entry.target); }
      });
      finish();
    }, { rootMargin: "400px" });
    all.forEach(function (element) { watcher.observe(element); });
  }
  var idle = window.requestIdleCallback || function (task) { return setTimeout(task, 30); };
  var drawing = false;
  function next() {
    var left = waiting();
    drawing = left.length > 0;
    if (drawing) { draw(left[0]); idle(next); }
    finish();
  }
  function rest() { if (!drawing) { drawing = true; idle(next); } }
  rest();

  var pending = null;
  window.addEventListener("resize", function () {
    clearTimeout(pending);
    pending = setTimeout(function () {
      all.forEach(function (element) {
        if (!element.dataset.drawn || Number(element.dataset.drawn) === element.clientWidth) { return; }
        delete element.dataset.drawn;
        delete document.documentElement.dataset.charts;
        if (watcher) { watcher.unobserve(element); watcher.observe(element); }
      });
      rest();
    }, 150);
  });

  /* A link into a folded table unfolds it. */
  function unfold() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var details = target && target.closest("details");
    if (details && !details.open) { details.open = true; target.scrollIntoView(); }
  }
  window.addEventListener("hashchange", unfold);
  unfold();

  /* On paper every chart is drawn and every folded table is open. */
  var opened = [];
  window.addEventListener("beforeprint", function () {
    all.forEach(function (element) {
      var size = PRINT[charts[element.id].kind];
      draw(element, size[0], size[1]);
    });
    opened = Array.prototype.slice.call(document.querySelectorAll("details:not([open]):not(.screen)"));
    opened.forEach(function (details) { details.open = true; });
    finish();
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (details) { details.open = false; });
    all.forEach(function (element) { draw(element); });
  });
}());
