/* Sizes that follow the type of the page: charts grow with it as a whole, and nothing hides behind what stays in view. */
(function () {
  "use strict";
  var BASE = 13;  /* pixels of small type for which charts are drawn */
  var LENGTHS = ["size", "height", "l", "r", "t", "b", "pad", "thickness", "ticklen", "standoff", "xshift", "yshift", "itemwidth"];

  /* The size of small type on this page. */
  function small() { return Math.round(parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.78); }

  /* How much larger than drawn charts have to be. */
  function growth() { return Math.max(1, small() / BASE); }

  /* A part of a Plotly figure with all that is measured in pixels made larger. */
  function grown(part, by, key, within) {
    if (Array.isArray(part)) { return part.map(function (one) { return grown(one, by, key, within); }); }
    if (part && typeof part === "object") {
      var larger = {};
      Object.keys(part).forEach(function (name) { larger[name] = grown(part[name], by, name, typeof key === "string" ? key : within); });
      return larger;
    }
    var length = LENGTHS.indexOf(key) >= 0 || (key === "width" && within === "line");
    return length && typeof part === "number" ? part * by : part;
  }

  /* Traces from the server, with type of this page's size. */
  window.tiersGrown = function (data) { return growth() === 1 ? data : grown(data, growth()); };

  /* A layout from the server, at this width and with type of this page's size. */
  window.tiersFitted = function (layout, width) {
    var by = growth(), legend = Object.assign({ itemwidth: 30 }, layout.legend);
    var fitted = grown(Object.assign({}, layout, layout.showlegend === false ? {} : { legend: legend }), by);
    return Object.assign(fitted, { width: width, height: Math.round(fitted.height), font: Object.assign({}, fitted.font, { size: small() }) });
  };

  /* One of the charts that the page draws itself, at this width. */
  window.tiersDrawn = function (charts, chart, width) {
    var by = growth(), parts = window.tiersCharts(charts, Math.min(BASE, small()))[chart.kind](chart, width / by);
    var larger = by === 1 ? parts : { traces: grown(parts.traces, by), layout: grown(parts.layout, by) };
    larger.layout.width = width;
    larger.layout.height = Math.round(larger.layout.height);
    return larger;
  };

  /* What differs between A and B stays in view, and may need one line or many; what to compare ends with the screen. */
  function watch() {
    var band = document.querySelector(".strip-band"), main = document.querySelector("main"), root = document.documentElement.style;
    if (!band || !main) { setTimeout(watch, 200); return; }
    function measure() {
      var controls = document.querySelector(".controls"), strip = band.offsetHeight;
      root.setProperty("--strip", strip + "px");
      if (controls && controls.offsetParent) {
        controls.style.setProperty("--above", Math.max(strip, controls.getBoundingClientRect().top) + "px");
      }
    }
    var sizes = new ResizeObserver(measure);
    sizes.observe(band);
    sizes.observe(main);
    window.addEventListener("scroll", measure, { passive: true });
  }
  watch();
}());
