/* The pictures of a story: charts as they come from the server, and the network of organisations over time. */
(function () {
  "use strict";
  var SVG = "http://www.w3.org/2000/svg";
  var COLUMNS = [["NHS England", ["national", "region"]], ["the system", ["icb", "icp"]], ["councils", ["council"]], ["places", ["place"]], ["trusts", ["acute", "mhc"]]];
  var NARROWEST = 43, LETTER = 0.56;  /* of a drawing, and of a letter, in sizes of type */
  var shown = null, playing = null, now = 0, last = 0, from = 0, whom = null;
  var byId = function (id) { return document.getElementById(id); };

  function pictures(data) {
    shown = data;
    clearInterval(playing);
    if (data) { requestAnimationFrame(function () { whenThere(data, 0); }); }
    return window.dash_clientside.no_update;
  }

  function whenThere(data, tries) {
    if (data !== shown) { return; }
    var names = Object.keys(data.plots);
    if (!names.every(byId) && tries < 120) { requestAnimationFrame(function () { whenThere(data, tries + 1); }); return; }
    plots();
    if (data.network && byId("network-when")) {
      last = shown.network[0].trust[0][2].length - 1;
      var when = Math.min(Math.floor(from / shown.step), last);
      window.dash_clientside.set_props("network-when", { value: when, max: last });
      network(when);
      if (whom) { window.dash_clientside.set_props("why-who", { value: shown.network[0].names[whom] }); }
      whom = null;
    }
    document.documentElement.dataset.story = "drawn";
  }

  /* A case as text, the same whatever order its levers were moved in. */
  function plainly(part) {
    if (!part || typeof part !== "object") { return JSON.stringify(part); }
    return "{" + Object.keys(part).sort().map(function (key) { return key + ":" + plainly(part[key]); }).join() + "}";
  }

  /* Whether the story that is shown is still about what is on the screen. */
  function aged(asked, outcome, data) {
    if (!data) { return ""; }
    if (plainly(data.case) !== plainly(asked)) { return "This story belongs to the earlier settings: play it again."; }
    return data.outcome === outcome ? "" : "This story is about another outcome than the one now shown on the first tab: play it again.";
  }

  function plots() {
    if (!shown) { return; }
    Object.keys(shown.plots).forEach(function (id) {
      var element = byId(id), figure = shown.plots[id];
      if (!element || !element.clientWidth) { return; }
      window.Plotly.react(element, window.tiersGrown(figure.data), window.tiersFitted(figure.layout, element.clientWidth), { displayModeBar: false, responsive: false });
      element.querySelectorAll("svg").forEach(function (svg) { svg.setAttribute("aria-hidden", "true"); svg.setAttribute("focusable", "false"); });
    });
  }

  function kind(id) { return id.split(":")[0]; }

  /* A name on as many lines as it takes, each with so many letters where words allow it. */
  function lined(name, letters) {
    return name.split(" ").reduce(function (lines, word) {
      var last = lines[lines.length - 1];
      if (last && (last + " " + word).length <= letters) { lines[lines.length - 1] = last + " " + word; } else { lines.push(word); }
      return lines;
    }, []);
  }

  /* Where each organisation stands: kinds side by side, members below each other, each with room for its name. */
  function places(story, wide, type) {
    var at = {}, column = wide / COLUMNS.length, letters = Math.floor(column / (LETTER * type)) - 1;
    var room = function (lines) { return (2.6 + 1.2 * lines.length) * type; };
    var columns = COLUMNS.map(function (kinds) {
      return Object.keys(story.names).filter(function (id) { return kinds[1].indexOf(kind(id)) >= 0; }).map(function (id) {
        return { id: id, lines: lined(story.short[id], letters) };
      });
    });
    var needs = columns.map(function (members) { return members.reduce(function (sum, one) { return sum + room(one.lines); }, 0); });
    var high = Math.max.apply(null, needs.concat([24 * type]));
    columns.forEach(function (members, index) {
      var spare = (high - needs[index]) / (members.length + 1), y = 2.6 * type + spare;
      members.forEach(function (one) {
        at[one.id] = { x: (index + 0.5) * column, y: y, lines: one.lines, column: index };
        y += room(one.lines) + spare;
      });
    });
    return { at: at, high: high + 2.6 * type, column: column };
  }

  function element(name, attributes, text) {
    var made = document.createElementNS(SVG, name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text) { made.textContent = text; }
    return made;
  }

  /* Okabe and Ito's blue and vermilion, with grey between: told apart by the colour-blind, and by the dashes too. */
  function colour(trust) {
    var low = [180, 84, 10], mid = [150, 158, 168], high = [11, 95, 165], t = Math.max(0, Math.min(1, (trust - 0.25) / 0.5));
    var from = t < 0.5 ? low : mid, to = t < 0.5 ? mid : high, share = t < 0.5 ? 2 * t : 2 * t - 1;
    return "rgb(" + from.map(function (v, i) { return Math.round(v + share * (to[i] - v)); }).join(",") + ")";
  }

  function edges(story, when) {
    var trust = {}, money = {};
    story.trust.forEach(function (tie) {
      var key = [tie[0], tie[1]].sort().join(">"), value = tie[2][when];
      trust[key] = key in trust ? Math.min(trust[key], value) : value;
    });
    story.money.forEach(function (flow) { money[[flow[0], flow[1]].sort().join(">")] = flow[2][when]; });
    return { trust: trust, money: money };
  }

  function draw(box, story, when) {
    var type = 0.75 * parseFloat(getComputedStyle(document.documentElement).fontSize), wide = Math.max(box.clientWidth, NARROWEST * type);
    var both = edges(story, when), placed = places(story, wide, type), at = placed.at;
    var most = Math.max.apply(null, Object.values(both.money).concat([1]));
    var svg = element("svg", {
      viewBox: "0 0 " + wide + " " + placed.high, width: wide, "font-size": type, role: "img",
      "aria-label": "Network of organisations; the list below names the weakest relationships."
    });
    COLUMNS.forEach(function (column, index) { svg.append(element("text", { x: (index + 0.5) * placed.column, y: type, class: "column-name" }, column[0])); });
    Object.keys(both.trust).forEach(function (key) {
      var ends = key.split(">"), a = at[ends[0]], b = at[ends[1]], value = both.trust[key];
      var flow = both.money[key] || 0, width = 1 + 9 * Math.sqrt(flow / most);
      var line = element("path", {
        d: "M" + a.x + " " + a.y + (a.column === b.column ? " Q" + (a.x + 4.5 * type) + " " + (a.y + b.y) / 2 + " " : " L") + b.x + " " + b.y,
        stroke: colour(value), "stroke-width": width.toFixed(1), fill: "none", "stroke-opacity": 0.75
      });
      if (value < 0.45) { line.setAttribute("stroke-dasharray", "6 4"); }
      line.append(element("title", {}, story.names[ends[0]] + " and " + story.names[ends[1]] + ": trust " + value.toFixed(2) + (flow ? ", £" + flow.toFixed(1) + "m a month" : "")));
      svg.append(line);
    });
    Object.keys(at).forEach(function (id) {
      var here = at[id], node = element("circle", { cx: here.x, cy: here.y, r: 0.6 * type, class: "node" });
      var name = element("text", { x: here.x, y: here.y + 0.6 * type, class: "node-name" });
      here.lines.forEach(function (line) { name.append(element("tspan", { x: here.x, dy: "1.2em" }, line)); });
      [node, name].forEach(function (part) { part.append(element("title", {}, story.names[id])); });
      svg.append(node, name);
    });
    box.replaceChildren(svg);
    return both;
  }

  function again() {
    plots();
    if (byId("network-0") && byId("network-0").clientWidth) { network(now); }
  }

  function month(when) {
    var count = (when + 1) * shown.step;
    return "after " + (count % 12 ? (count / 12).toFixed(1) : count / 12) + (count === 12 ? " year" : " years");
  }

  function network(when) {
    now = when;
    if (!shown || !shown.network || !byId("network-0")) { return; }
    byId("network-said").textContent = month(when);
    var thumb = document.querySelector("#network-when [role=slider]"), words = [];
    if (thumb) { thumb.setAttribute("aria-valuetext", month(when)); }
    var sides = shown.network.map(function (story, side) { return draw(byId("network-" + side), story, when); });
    tabled(sides);
    shown.network.forEach(function (story, side) {
      var both = sides[side];
      var weakest = Object.keys(both.trust).sort(function (a, b) { return both.trust[a] - both.trust[b]; }).slice(0, 3);
      words.push("Weakest under " + "AB"[side] + " " + month(when) + ": " + weakest.map(function (key) {
        var ends = key.split(">");
        return story.names[ends[0]] + " and " + story.names[ends[1]] + " (" + both.trust[key].toFixed(2) + ")";
      }).join("; ") + ".");
    });
    byId("network-words").replaceChildren.apply(byId("network-words"), words.map(function (text) {
      var item = document.createElement("li");
      item.textContent = text;
      return item;
    }));
  }

  /* The same as a table: every relationship under both policies. */
  function tabled(sides) {
    var names = Object.assign({}, shown.network[1].names, shown.network[0].names), keys = Object.keys(Object.assign({}, sides[0].trust, sides[1].trust));
    function cell(value, digits) { return value === undefined ? "–" : value.toFixed(digits); }
    var rows = keys.map(function (key) {
      var row = document.createElement("tr"), head = document.createElement("th");
      head.scope = "row";
      head.textContent = key.split(">").map(function (id) { return names[id]; }).join(" and ");
      row.append(head);
      [["trust", 2], ["money", 1]].forEach(function (what) {
        sides.forEach(function (side) {
          var told = document.createElement("td");
          told.textContent = key in side.trust ? cell(side[what[0]][key], what[1]) : "–";
          row.append(told);
        });
      });
      return row;
    });
    var body = document.querySelector("#network-table tbody");
    body.replaceChildren.apply(body, rows);
  }

  function stop(button) {
    clearInterval(playing);
    delete button.dataset.playing;
    button.textContent = "Play";
  }

  /* The story of a future, opened at a month, or at what one organisation decides. */
  window.tiersStory = function (at, outcome) {
    var set = window.dash_clientside.set_props, tries = 0;
    from = at.month || 0;
    window.tiersOpen("why");
    set("why-year", { value: String(Math.floor(from / 12)) });
    set("why-who", { value: null });
    whom = at.who;
    function play() {
      var asked = window.tiersAsked["asking-why"];
      tries += 1;
      if (asked && asked.outcome === outcome && byId("why-go")) { byId("why-go").click(); return; }
      if (tries < 600) { setTimeout(play, 50); }  /* the answer on that outcome has to come first */
    }
    play();
  };

  document.addEventListener("click", function (event) {
    if (event.target.id === "presenter") { setTimeout(again, 100); }
    if (event.target.id !== "network-play") { return; }
    var button = event.target;
    if (button.dataset.playing) { stop(button); return; }
    button.dataset.playing = "yes";
    button.textContent = "Pause";
    if (now >= last) { now = -1; }
    playing = setInterval(function () {
      if (!byId("network-0") || now >= last) { stop(button); return; }
      window.dash_clientside.set_props("network-when", { value: now + 1 });
      network(now + 1);
    }, 700);
  });
  function moved(when) { network(when); return window.dash_clientside.no_update; }
  window.addEventListener("resize", function () { setTimeout(again, 150); });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.tiers = Object.assign(window.dash_clientside.tiers || {}, { pictures: pictures, moved: moved, aged: aged });
}());
