/* Any chart or drawing of the page as a picture to save. */
(function () {
  "use strict";
  var SCALE = 2, LOOKS = ["fill", "stroke", "stroke-width", "font-family", "font-size", "font-weight", "text-anchor", "paint-order"];

  /* A name for the file: what the part of the page is called, and which of its charts this is. */
  function called(element) {
    var heading = element.closest("section").querySelector("h2").textContent;
    return (heading + " " + element.id.replace(/^.*-/, "")).toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
  }

  function escaped(text) { return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;"); }

  /* What stands around a chart in the page, so that its picture can stand alone: a line for each part of the caption. */
  function told(element) {
    var caption = element.closest("figure") && element.closest("figure").querySelector("figcaption");
    var lines = ["<b>" + escaped(element.closest("section").querySelector("h2").textContent) + "</b>"];
    Array.from(caption ? caption.children : []).forEach(function (part) {
      var line = part.querySelector(".line"), text = escaped(part.textContent);
      lines.push(line ? '<span style="color:' + getComputedStyle(line).borderTopColor + '">' + text + (getComputedStyle(line).borderTopStyle === "dashed" ? " (dashed)" : "") + "</span>" : text);
    });
    return lines;
  }

  /* The layout of a chart with what it shows, and whose line is which, above it. */
  window.tiersTitled = function (element, plain) {
    var size = plain.font.size, lines = told(element), room = Math.round(size * (1.4 * lines.length + 1));
    return Object.assign({}, plain, {
      paper_bgcolor: "#ffffff", plot_bgcolor: "#ffffff", height: plain.height + room,
      margin: Object.assign({}, plain.margin, { t: plain.margin.t + room }),
      title: { text: lines.join("<br>"), x: 0, xanchor: "left", y: 1, yanchor: "top", yref: "container", pad: { l: 12, t: size * (0.7 + 0.25 * lines.length) }, font: { size: size } }
    });
  };

  function chart(element, kind) {
    var layout = window.tiersTitled(element, element.layout);
    window.Plotly.downloadImage({ data: element.data, layout: layout }, {
      format: kind, width: layout.width, height: layout.height, scale: SCALE, filename: called(element)
    });
  }

  function keep(address, name) {
    var link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
  }

  /* A drawing that stands by itself, with the looks that the page's style gives it. */
  function alone(svg) {
    var copy = svg.cloneNode(true), theirs = Array.from(copy.querySelectorAll("*"));
    Array.from(svg.querySelectorAll("*")).forEach(function (one, at) {
      var looks = getComputedStyle(one);
      LOOKS.forEach(function (look) { theirs[at].setAttribute(look, looks.getPropertyValue(look)); });
    });
    copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    copy.setAttribute("width", svg.viewBox.baseVal.width);
    copy.setAttribute("height", svg.viewBox.baseVal.height);
    copy.style.background = "#ffffff";
    return new XMLSerializer().serializeToString(copy);
  }

  function drawing(svg, name, kind) {
    var address = URL.createObjectURL(new Blob([alone(svg)], { type: "image/svg+xml" }));
    if (kind === "svg") { keep(address, name + ".svg"); return; }
    var picture = new Image();
    picture.onload = function () {
      var canvas = document.createElement("canvas"), pen = canvas.getContext("2d");
      canvas.width = SCALE * svg.viewBox.baseVal.width;
      canvas.height = SCALE * svg.viewBox.baseVal.height;
      pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
      keep(canvas.toDataURL("image/png"), name + ".png");
    };
    picture.src = address;
  }

  document.addEventListener("click", function (event) {
    var button = event.target.closest("[data-picture]");
    if (!button) { return; }
    var element = document.getElementById(button.dataset.picture), svg = element.querySelector(":scope > svg");
    if (svg) { drawing(svg, called(element), button.dataset.kind); } else { chart(element, button.dataset.kind); }
  });
}());
