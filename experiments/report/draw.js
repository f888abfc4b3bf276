/* How a chart is drawn: traces and layout for Plotly, from the small figures that travel in a page. The report and the
   dashboard both draw with it. `names` has the policies as `first` and `second`; `small` is the size of small type. */
var tiersCharts = function (names, small) {
  "use strict";
  var SMALL = small || 12;
  var INK = "#1d2733", MUTED = "#52606d", GRID = "#e6eaee";
  var COLOUR = { first: "#0b5fa5", second: "#b4540a", difference: "#3d4a5c", apart: "#3d4a5c", same: "#7b8794", open: "#7b8794" };
  var FAINT = { first: "rgba(11,95,165,0.08)", second: "rgba(180,84,10,0.08)", difference: "rgba(61,74,92,0.12)" };
  var STRONG = { first: "rgba(11,95,165,0.24)", second: "rgba(180,84,10,0.22)", difference: "rgba(61,74,92,0.26)" };
  var EDGE = { first: "rgba(11,95,165,0.45)", second: "rgba(180,84,10,0.45)", difference: "rgba(61,74,92,0.25)" };
  var FONT = { family: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif", size: SMALL, color: INK };
  var HEIGHT = Math.round(22.5 * SMALL);

  /* Plotly reads a little HTML in its labels; names are text and nothing else. */
  function escaped(text) {
    return String(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  }
  /* A long name on two lines. */
  function broken(name) {
    var middle = name.length > 14 ? name.slice(0, Math.ceil(name.length / 2) + 4).lastIndexOf(" ") : -1;
    return middle < 4 ? escaped(name) : escaped(name.slice(0, middle)) + "<br>" + escaped(name.slice(middle + 1));
  }
  var FIRST = escaped(names.first), SECOND = escaped(names.second);

  function years(values) { return values.map(function (_, month) { return (month + 1) / 12; }); }

  function band(x, low, high, fill, edge) {
    var keep = x.map(function (_, i) { return i; }).filter(function (i) { return low[i] !== null; });
    var up = keep.map(function (i) { return x[i]; }), down = up.slice().reverse();
    return {
      type: "scatter", mode: "lines", x: up.concat(down),
      y: keep.map(function (i) { return low[i]; }).concat(keep.slice().reverse().map(function (i) { return high[i]; })),
      fill: "toself", fillcolor: fill, line: { width: 0.75, color: edge }, hoverinfo: "skip", showlegend: false
    };
  }

  function median(x, values, name, colour, dash) {
    return {
      type: "scatter", mode: "lines", x: x, y: values, name: name, showlegend: false,
      line: { color: colour, width: 2.25, dash: dash }, hovertemplate: "%{y:,.4~g}"
    };
  }

  function fan(series, which, name, dash) {
    var x = years(series.q50);
    return [
      band(x, series.q05, series.q95, FAINT[which], EDGE[which]),
      band(x, series.q25, series.q75, STRONG[which], "rgba(0,0,0,0)"),
      median(x, series.q50, name, COLOUR[which], dash)
    ];
  }

  function axes(last, unit, narrow) {
    var step = last > 12 ? 5 : (narrow && last > 6 ? 2 : 1), ticks = [];
    for (var year = 0; year <= last; year += step) { ticks.push(year); }
    var common = { fixedrange: true, automargin: true, zeroline: false, linecolor: GRID, tickfont: { size: SMALL, color: MUTED } };
    return {
      xaxis: Object.assign({}, common, {
        range: [0, last * 1.002], tickvals: ticks, ticktext: ticks.map(String), showgrid: false, showline: true, linecolor: "#9aa5b1",
        ticks: "outside", ticklen: 4, tickcolor: "#9aa5b1", hoverformat: ".1f",
        title: { text: "Years since the start", font: { size: SMALL, color: MUTED }, standoff: 8 }
      }),
      yaxis: Object.assign({}, common, { gridcolor: GRID, tickformat: ",.4~g", nticks: 6, title: { text: "" } }),
      unit: unit
    };
  }

  function base(chart, height) {
    return {
      height: height, margin: { l: 46, r: 14, t: 26, b: 44 }, font: FONT, showlegend: false,
      paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", hovermode: "x unified", dragmode: false,
      hoverlabel: { bgcolor: "#ffffff", bordercolor: "#9aa5b1", font: { size: SMALL, color: INK }, namelength: 40 },
      annotations: [note(escaped(chart.unit), 0, 1, "left", "bottom", MUTED)], shapes: []
    };
  }

  function note(text, x, y, xanchor, yanchor, colour) {
    return {
      text: text, x: x, y: y, xref: "paper", yref: "paper", xanchor: xanchor, yanchor: yanchor, showarrow: false,
      font: { size: SMALL, color: colour }, align: "left", yshift: yanchor === "bottom" ? 5 : 0
    };
  }

  function levels(chart, width) {
    var last = chart.first.q50.length / 12, layout = base(chart, HEIGHT), both = axes(last, chart.unit, width < 420);
    layout.xaxis = both.xaxis;
    layout.yaxis = both.yaxis;
    return { traces: fan(chart.second, "second", SECOND, "dash").concat(fan(chart.first, "first", FIRST, "solid")), layout: layout };
  }

  /* The sides of zero in words, and the strip in which a difference is too small to matter. */
  function sides(chart) {
    if (chart.better === "neither") { return ["higher under " + FIRST, "higher under " + SECOND]; }
    var above = chart.better === "higher" ? FIRST : SECOND, below = chart.better === "higher" ? SECOND : FIRST;
    return ["better under " + above, "better under " + below];
  }

  function colourAbove(chart) { return chart.better === "lower" ? COLOUR.second : COLOUR.first; }
  function colourBelow(chart) { return chart.better === "lower" ? COLOUR.first : COLOUR.second; }

  function difference(chart, width) {
    var last = chart.difference.q50.length / 12, layout = base(chart, HEIGHT), both = axes(last, chart.unit, width < 420);
    var words = sides(chart), all = chart.difference.q05.concat(chart.difference.q95, [chart.matters * 1.5, -chart.matters * 1.5]);
    all = all.filter(function (v) { return v !== null; });
    var low = Math.min.apply(null, all.concat([0])), high = Math.max.apply(null, all.concat([0])), room = 0.16 * (high - low || 1);
    layout.xaxis = both.xaxis;
    layout.yaxis = Object.assign(both.yaxis, { range: [low - room, high + room], tickformat: "+,.4~g" });
    layout.shapes = [
      { type: "rect", layer: "below", xref: "paper", x0: 0, x1: 1, yref: "y", y0: -chart.matters, y1: chart.matters, fillcolor: "#eef1f4", line: { width: 0 } },
      { type: "line", xref: "paper", x0: 0, x1: 1, yref: "y", y0: 0, y1: 0, line: { color: INK, width: 1.25 } }
    ];
    layout.annotations.push(note("▲ " + words[0], 0.015, 0.995, "left", "top", colourAbove(chart)));
    layout.annotations.push(note("▼ " + words[1], 0.015, 0.01, "left", "bottom", colourBelow(chart)));
    return { traces: fan(chart.difference, "difference", "difference", "solid"), layout: layout };
  }

  function range(chart, pick, width) {
    var x = [], y = [];
    chart.names.forEach(function (_, i) {
      x.push(chart.spread[i][pick[0]], chart.spread[i][pick[1]], null);
      y.push(i, i, null);
    });
    return { type: "scatter", mode: "lines", x: x, y: y, line: { color: "#9aa5b1", width: width }, hoverinfo: "skip", showlegend: false };
  }

  function entities(chart, width) {
    var count = chart.names.length, narrow = width < 500;
    var layout = base(chart, 48 + (narrow ? 38 : 30) * count);
    var symbols = { first: "circle", second: "diamond", apart: "square", same: "circle-open", open: "x-thin-open" };
    var known = [].concat.apply([chart.matters * 1.5, -chart.matters * 1.5, 0], chart.spread.concat([chart.mean])).filter(function (v) { return v !== null; });
    var low = Math.min.apply(null, known), high = Math.max.apply(null, known), room = 0.06 * (high - low || 1);
    layout.hovermode = "closest";
    layout.margin = { l: 10, r: 14, t: 8, b: 34 };
    layout.xaxis = {
      fixedrange: true, range: [low - room, high + room], gridcolor: GRID, zeroline: false, tickformat: "+,.4~g", nticks: narrow ? 5 : 9, tickangle: 0,
      tickfont: { size: SMALL, color: MUTED }
    };
    layout.yaxis = {
      fixedrange: true, range: [count - 0.5, -0.5], tickvals: chart.names.map(function (_, i) { return i; }),
      ticktext: chart.names.map(function (name) { return narrow ? broken(name) : escaped(name); }), automargin: true, showgrid: false, zeroline: false, tickfont: { size: SMALL + 1, color: INK }
    };
    layout.shapes = [
      { type: "rect", layer: "below", yref: "paper", y0: 0, y1: 1, xref: "x", x0: -chart.matters, x1: chart.matters, fillcolor: "#eef1f4", line: { width: 0 } },
      { type: "line", layer: "below", yref: "paper", y0: 0, y1: 1, xref: "x", x0: 0, x1: 0, line: { color: INK, width: 1.25 } }
    ];
    layout.annotations = [];
    var dots = {
      type: "scatter", mode: "markers", x: chart.mean, y: chart.names.map(function (_, i) { return i; }), showlegend: false,
      text: chart.names.map(escaped), hovertemplate: "%{text}: %{x:+,.4~g}<extra></extra>",
      marker: {
        size: 12, symbol: chart.favoured.map(function (f) { return symbols[f]; }),
        color: chart.favoured.map(function (f) { return COLOUR[f]; }),
        line: { width: 2, color: chart.favoured.map(function (f) { return COLOUR[f]; }) }
      }
    };
    return { traces: [range(chart, [0, 4], 2), range(chart, [1, 3], 7), dots], layout: layout };
  }

  return { levels: levels, difference: difference, entities: entities };
};
