/* What happens in the page: controls make a case, a case is asked, and answers are drawn as they come. */
(function () {
  "use strict";
  var PAUSE = 60, IN_A_ROW = 250, SAVED = 800, NAMED = 3, NARROW = 960, ROOMY = 54, CONFIG = { displayModeBar: false, responsive: false, showTips: false, doubleClick: false };
  var turn = 0, last = -Infinity, waiting = null, timer = null, hanging = null, drawn = null, names = {}, facts = {}, labels = {}, showing = null, current = null, whole = false, moved = "", note = [], roomy = null;
  var none = function () { return window.dash_clientside.no_update; };
  var byId = function (id) { return document.getElementById(id); };

  /* --- settings ----------------------------------------------------------------------------------------------- */

  function setting(side, lever) {
    return lever in side.levers ? side.levers[lever] : names[side.policy].levers[lever];
  }
  /* A control holds words where the lever has a number: "0" and "1" for no and yes. */
  function held(lever, value) { return facts[lever].kind === "yes or no" ? String(Math.round(value)) : String(value); }
  function meant(lever, value) { return facts[lever].kind === "choice" ? value : Number(value); }
  function said(lever, value) {
    var fact = facts[lever];
    if (fact.kind === "choice") { return fact.choices[value] || value; }
    if (fact.kind === "yes or no") { return value >= 0.5 ? "yes" : "no"; }
    return figure(value, fact.unit);
  }
  function figure(value, unit) { return String(Number(value.toPrecision(6))).replace("-", "−") + unit; }
  function bare(lever, value) {
    var text = said(lever, value), unit = facts[lever].unit;
    return unit && text.slice(-unit.length) === unit ? text.slice(0, -unit.length) : text;
  }
  function same(a, b) { return typeof a === "number" ? Math.abs(a - b) < 1e-9 : a === b; }

  function choose(system, first, second, timeline, undo, side, asked, named) {
    var dash = window.dash_clientside, trigger = dash.callback_context.triggered_id;
    var next = JSON.parse(JSON.stringify(asked)), turned = side;
    names = named;
    if (showing) { Object.assign(showing, { system: system, first: first, second: second, timeline: timeline }); }
    if (trigger === "undo") {
      next[side].levers = {};
    } else {
      next.system = system;
      next.timeline = timeline;
      [["first", first], ["second", second]].forEach(function (pair) {
        if (pair[1] && next[pair[0]].policy !== pair[1]) {
          next[pair[0]] = { policy: pair[1], levers: {} };
          turned = pair[0];
        }
      });
    }
    if (JSON.stringify(next) === JSON.stringify(asked)) { return [none(), none()]; }
    return [next, turned === side ? none() : turned];
  }

  /* A lever that is moved changes the case. */
  document.addEventListener("input", function (event) {
    var lever = event.target.dataset.lever;
    if (!lever) { return; }
    var side = document.documentElement.dataset.side, value = meant(lever, event.target.value);
    current = JSON.parse(JSON.stringify(current));
    current[side].levers[lever] = value;
    if (same(value, names[current[side].policy].levers[lever])) { delete current[side].levers[lever]; }
    window.dash_clientside.set_props("case", { data: current });
  });

  /* Controls show what the case says, whoever changed it: a lever, another policy, a link or a file. */
  function sync(asked, side, named, known) {
    names = named;
    facts = known;
    current = asked;
    document.documentElement.dataset.side = side;
    if (showing === null) {  /* the page opens with what Dash made as the case has it */
      showing = { system: asked.system, timeline: asked.timeline, first: asked.first.policy, second: asked.second.policy };
      window.tiersPlaced();
    }
    function set(id, value) {
      if (showing[id] !== value) { window.dash_clientside.set_props(id, { value: value }); }
      showing[id] = value;
    }
    ["system", "timeline"].forEach(function (id) { set(id, asked[id]); });
    ["first", "second"].forEach(function (id) {
      set(id, asked[id].policy);
      if (byId(id + "-summary")) { byId(id + "-summary").textContent = named[asked[id].policy].summary; }
    });
    Object.keys(facts).forEach(function (lever) { show(lever, asked, side); });
    strip(asked);
    if (turn === 0 && window.innerWidth < NARROW && byId("levers-fold")) { byId("levers-fold").open = false; }
    folds();
    return Object.keys(asked[side].levers).length === 0;
  }

  /* What policies are is folded where levers would go below the screen; once a screen has become larger or smaller. */
  function folds() {
    var lines = window.innerHeight / parseFloat(getComputedStyle(document.documentElement).fontSize);
    var now = window.innerWidth >= NARROW && lines >= ROOMY;
    if (now === roomy) { return; }
    roomy = now;
    document.querySelectorAll(".about").forEach(function (about) { about.open = now; });
  }

  /* One lever as a side has it, and what the other side does. */
  function show(lever, asked, side) {
    var other = side === "first" ? "second" : "first";
    var value = setting(asked[side], lever), theirs = setting(asked[other], lever), label = byId("value-" + lever);
    if (!label) { return; }
    document.querySelectorAll("[data-lever=" + lever + "]").forEach(function (control) {
      if (control.type === "radio") { control.checked = control.value === held(lever, value); } else { control.value = held(lever, value); }
      if (control.type === "range") { control.setAttribute("aria-valuetext", said(lever, value)); }
    });
    label.textContent = said(lever, value);
    label.classList.toggle("changed", lever in asked[side].levers);
    byId("other-" + lever).textContent = same(value, theirs) ? "" : (other === "first" ? "A: " : "B: ") + said(lever, theirs);
  }

  function make(tag, className, parts) {
    var element = document.createElement(tag);
    if (className) { element.className = className; }
    element.append.apply(element, parts);
    return element;
  }
  function called(side) {
    return names[side.policy].name + (Object.keys(side.levers).length ? ", changed" : "");
  }

  /* What differs between A and B, and what is changed for both; the answer says what assumptions are called. */
  function differences(asked) {
    var differ = Object.keys(facts).filter(function (lever) { return !same(setting(asked.first, lever), setting(asked.second, lever)); });
    var found = differ.map(function (lever) {
      var first = setting(asked.first, lever), second = setting(asked.second, lever);
      return {
        name: facts[lever].label, brief: bare(lever, first) + " | " + bare(lever, second),
        full: [said(lever, first), said(lever, second)], touched: lever in asked.first.levers || lever in asked.second.levers
      };
    });
    function both(name, what) { found.push({ name: name, brief: what, full: [what], touched: true }); }
    var fixed = Object.keys(asked.fixed), few = fixed.length <= NAMED && fixed.every(function (name) { return labels[name]; });
    if (!few) { both(fixed.length + (fixed.length === 1 ? " assumption" : " assumptions"), "changed for both"); }
    fixed.slice(0, few ? NAMED : 0).forEach(function (name) {
      both(labels[name].label, figure(asked.fixed[name], labels[name].unit) + " for both");
    });
    return { levers: differ.length, found: found };
  }

  /* What differs stays in view: as much as there is room for, and the whole as a table that opens. */
  function strip(asked) {
    var box = byId("strip"), more = byId("strip-more");
    if (!box) { return; }
    var differ = differences(asked), a = [make("i", "swatch first", []), make("b", "", ["A"]), " " + called(asked.first)];
    var b = [make("i", "swatch second", []), make("b", "", ["B"]), " " + called(asked.second)];
    var title = differ.levers ? "What differs (" + differ.levers + ") " : "Nothing differs: both set every lever alike";
    var parts = [make("span", "side", a), make("span", "side", b), make("span", "differs-title", [title])];
    differ.found.forEach(function (one) {
      var part = make("span", "differs", [make("b", "", [one.name]), " " + one.brief]);
      part.dataset.touched = String(one.touched);
      parts.push(part);
    });
    Array.from(box.children).forEach(function (part) { if (part !== more) { part.remove(); } });
    more.before.apply(more, parts);
    tabled(differ.found);
    fit();
  }

  function tabled(found) {
    function cell(tag, scope, text, wide) {
      var made = make(tag, "", [text]);
      if (scope) { made.scope = scope; }
      if (wide) { made.colSpan = 2; }
      return made;
    }
    var head = make("tr", "", ["What differs", "A", "B"].map(function (text) { return cell("th", "col", text); }));
    var rows = found.map(function (one) {
      var settings = one.full.map(function (text) { return cell("td", "", text, one.full.length === 1); });
      return make("tr", "", [cell("th", "row", one.name)].concat(settings));
    });
    byId("strip-all").replaceChildren(make("table", "", [make("thead", "", [head]), make("tbody", "", rows)]));
  }

  /* Differences are left out, but not cut: those first that come with the policies, then those made by hand. */
  function fit() {
    var box = byId("strip"), more = byId("strip-more");
    if (!box) { return; }
    var parts = Array.from(box.querySelectorAll(".differs"));
    var touched = function (part) { return part.dataset.touched === "true"; };
    var order = parts.filter(touched).concat(parts.filter(function (part) { return !touched(part); }));
    function fits(count) {
      var left = order.length - count;
      order.forEach(function (part, at) { part.hidden = at >= count; });
      more.hidden = left === 0;
      more.dataset.closed = more.textContent = count ? "and " + left + " more" : "show all " + left;
      return box.scrollHeight <= box.clientHeight;
    }
    box.classList.add("fitting");
    if (!fits(order.length) && order.length > 1) {
      var low = 0, high = order.length - 1;
      while (low < high) {
        var middle = Math.ceil((low + high) / 2);
        if (fits(middle)) { low = middle; } else { high = middle - 1; }
      }
      fits(low);
    }
    box.classList.remove("fitting");
    unfold(unfolded() && !more.hidden);
  }

  function unfolded() { return Boolean(byId("strip-all")) && !byId("strip-all").hidden; }
  function unfold(open) {
    var more = byId("strip-more");
    byId("strip-all").hidden = !open;
    more.setAttribute("aria-expanded", String(open));
    more.textContent = open ? "fewer" : more.dataset.closed;
  }
  document.addEventListener("click", function (event) { if (event.target.id === "strip-more") { unfold(!unfolded()); } });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !unfolded()) { return; }
    unfold(false);
    byId("strip-more").focus();
  });
  ["focusin", "pointerdown"].forEach(function (went) {  /* it lies over what one goes to */
    document.addEventListener(went, function (event) { if (unfolded() && !event.target.closest(".strip-band")) { unfold(false); } });
  });

  /* --- asking ------------------------------------------------------------------------------------------------- */

  function ask(asked, outcome, screen) {
    clearTimeout(timer);
    if (turn === 0 && isLink()) {
      turn = 1;
      var linked = decoded();
      if (linked) {
        window.dash_clientside.set_props("case", { data: linked });
        return "linked";
      }
      note = ["The link is damaged: this is the comparison with which the dashboard opens."];
    } else {
      note = [];
    }
    addressed(asked);
    turn += 1;
    var mine = turn;
    document.documentElement.dataset.answer = "waiting";
    var now = performance.now();  /* what comes alone goes at once; of what comes in a row, the last */
    timer = setTimeout(function () { follow(mine, asked, outcome, screen); }, now - last < IN_A_ROW ? PAUSE : 0);
    last = now;
    return String(mine);
  }

  function post(path, body, signal) {
    return fetch(path, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal: signal
    });
  }

  async function follow(mine, asked, outcome, screen) {
    if (hanging) { hanging.abort(); }
    hanging = new AbortController();
    var after = 0;
    say("Working it out", true);
    while (mine === turn) {
      var reply;
      try {
        var presenting = document.documentElement.classList.contains("presenting");
        var body = { screen: screen, case: asked, outcome: outcome, after: after, presenting: presenting };
        var response = await post("/ask", body, hanging.signal);
        if (mine !== turn) { return; }
        if (!response.ok) { trouble([await response.text()], true); return; }
        reply = await response.json();
      } catch (error) {
        if (mine !== turn) { return; }
        trouble(["The dashboard does not answer. It may have been stopped on the facilitator’s machine."], true);
        await new Promise(function (done) { setTimeout(done, 3000); });
        continue;
      }
      if (mine !== turn) { return; }
      if (reply.state === "problems") { trouble(reply.problems, false); return; }
      if (reply.state === "superseded") { continue; }
      if (reply.state === "answer") {
        tell(note);
        reply.case = asked;
        window.dash_clientside.set_props("reply", { data: reply });
        after = reply.futures;
        var last = after >= reply.last;
        say(last ? after.toLocaleString("en-GB") + " futures" : after.toLocaleString("en-GB") + " futures so far, refining", !last);
        if (last) { return; }
      }
    }
  }

  function say(text, busy) {
    var status = byId("status");
    if (!status) { return; }
    status.textContent = text;
    status.classList.toggle("busy", Boolean(busy));
  }

  function tell(lines) {
    var box = byId("trouble");
    if (!box) { return; }
    box.replaceChildren.apply(box, lines.map(function (line) {
      var p = document.createElement("p");
      p.textContent = line;
      return p;
    }));
    box.classList.toggle("shown", lines.length > 0);
  }

  function trouble(lines, lost) {
    tell(lines);
    rest();
    say(lost ? "No connection" : "This cannot be answered", false);
    document.documentElement.dataset.answer = "problems";
  }

  /* --- showing ------------------------------------------------------------------------------------------------ */

  function found(reply) {
    if (!reply) { return none(); }
    drawn = reply;
    Object.assign(labels, reply.fixed);
    strip(current);
    window.tiersPlain(byId("findings"), reply.findings);
    requestAnimationFrame(function () { whenThere(reply, 0); });
    return String(reply.futures);
  }

  function whenThere(reply, tries) {
    if (reply !== drawn) { return; }
    if (!window.Plotly && tries < 120) { requestAnimationFrame(function () { whenThere(reply, tries + 1); }); return; }
    drawAll();
    rest();
    document.documentElement.dataset.answer = String(reply.futures);
    document.documentElement.dataset.outcome = reply.outcome;
  }

  /* The other tabs come when the first answer is there, or when there is none, or when one of them is wanted. */
  function rest() {
    if (whole) { return; }
    whole = true;
    window.dash_clientside.set_props("rest", { data: "wanted" });
  }
  document.addEventListener("click", function (event) {
    if (event.target.closest("[role=tab], [data-opens], [data-why]")) { rest(); }
  });

  function drawAll() {
    if (!drawn || !byId(drawn.charts.charts[0].id)) { return; }
    drawn.charts.charts.forEach(function (chart) {
      var element = byId(chart.id);
      if (!element || !element.clientWidth) { return; }
      var parts = window.tiersDrawn(drawn.charts, chart, element.clientWidth);
      element.style.minHeight = parts.layout.height + "px";
      window.Plotly.react(element, parts.traces, parts.layout, CONFIG);
      element.querySelectorAll("svg").forEach(function (svg) { svg.setAttribute("aria-hidden", "true"); svg.setAttribute("focusable", "false"); });
      if (!element.dataset.leads) {
        element.dataset.leads = "to why";
        element.on("plotly_click", function (event) { lead(chart.id, event.points[0]); });
      }
    });
  }

  /* A month or a place that is clicked leads to the story of a future, there. */
  function lead(id, point) {
    var whom = drawn.charts.charts.find(function (chart) { return chart.id === id; }).whom;
    if (whom && !whom[point.y]) { return; }  /* communities decide nothing */
    window.tiersStory(whom ? { who: whom[point.y] } : { month: Math.max(0, Math.round(12 * point.x) - 1) }, drawn.outcome);
  }

  document.addEventListener("click", function (event) {
    var card = event.target.closest("[data-show]"), why = event.target.closest("[data-why]");
    if (card) { window.dash_clientside.set_props("shown", { value: card.dataset.show }); }
    if (why) {
      window.dash_clientside.set_props("shown", { value: why.dataset.why });
      window.tiersStory({}, why.dataset.why);
    }
  });

  /* From where a lever is told of to where it is moved. */
  document.addEventListener("click", function (event) {
    var to = event.target.closest("[data-to-lever]"), tries = 0;
    if (!to) { return; }
    window.dash_clientside.set_props("tabs", { value: "compare" });
    function go() {
      var lever = document.querySelector("#levers [data-lever='" + to.dataset.toLever + "']");
      if (lever && byId("levers-fold").clientWidth) {
        byId("levers-fold").open = true;
        lever.closest("details.holder").open = true;
        (document.querySelector("#levers [data-lever='" + to.dataset.toLever + "']:checked") || lever).focus();
        lever.scrollIntoView({ block: "center" });
        return;
      }
      tries += 1;
      if (tries < 120) { requestAnimationFrame(go); }
    }
    requestAnimationFrame(go);
  });

  /* Open a tab, and go on there: what was pressed may be hidden now, and would take the focus with it. */
  window.tiersOpen = function (name) {
    var tries = 0;
    window.dash_clientside.set_props("tabs", { value: name });
    function go() {
      var tab = document.querySelector("[role=tab][aria-selected=true]");
      if (tab && tab.getAttribute("aria-controls").endsWith("-" + name)) { tab.focus(); return; }
      tries += 1;
      if (tries < 120) { requestAnimationFrame(go); }
    }
    requestAnimationFrame(go);
  };

  /* What another tab wants to know, while it is the one that is open. */
  function asking(tab, reply, screen, before, id) {
    if (!reply || "asking-" + tab !== id) { return none(); }
    var next = { case: reply.case, outcome: reply.outcome, futures: reply.futures, screen: screen };
    if (JSON.stringify(next) === JSON.stringify(before)) { return none(); }
    window.tiersAsked[id] = next;
    return next;
  }
  window.tiersAsked = {};

  /* An uncertain quantity gets one value in every future, or varies again. */
  function fix(values, clicks, asked) {
    var context = window.dash_clientside.callback_context, trigger = context.triggered_id;
    if (!trigger) { return none(); }
    var next = JSON.parse(JSON.stringify(asked));
    if ("free" in trigger) {
      if (!context.triggered[0].value) { return none(); }
      delete next.fixed[trigger.free];
    } else {
      if (context.triggered.length > 1) { return none(); }  /* a page of sliders that was just shown */
      var value = context.triggered[0].value;
      if (value === undefined || value === null || same(value, next.fixed[trigger.fix])) { return none(); }
      next.fixed[trigger.fix] = value;
    }
    moved = trigger.fix || trigger.free;
    return next;
  }

  /* Rows that come anew take the focus with them: it goes back to what was moved, unless one went elsewhere meanwhile. */
  ["focusin", "pointerdown"].forEach(function (went) {
    document.addEventListener(went, function (event) { if (moved && !event.target.closest("[data-fix='" + moved + "']")) { moved = ""; } });
  });
  new MutationObserver(function () {
    if (!moved || document.activeElement !== document.body) { return; }
    var slider = document.querySelector("[data-fix='" + moved + "'] [role=slider]");
    if (slider) { slider.focus(); }
  }).observe(document.documentElement, { childList: true, subtree: true });

  /* Systems that were uploaded stand first among the systems to choose from. */
  function own(names, options) {
    if (!Object.keys(names).length && !options.some(function (option) { return option.value.indexOf("own:") === 0; })) { return none(); }
    var shipped = options.filter(function (option) { return option.value.indexOf("own:") !== 0; });
    return Object.keys(names).map(function (id) { return { value: id, label: names[id] + " (uploaded)" }; }).concat(shipped);
  }

  /* Pictures that come from the server as they are. */
  function plot(data) {
    var tries = 0;
    function draw() {
      var ids = Object.keys(data || {});
      if (!ids.every(byId) && tries < 120) { tries += 1; requestAnimationFrame(draw); return; }
      ids.forEach(function (id) {
        var element = byId(id), wide = element && element.clientWidth;
        if (wide) { window.Plotly.react(element, window.tiersGrown(data[id].data), window.tiersFitted(data[id].layout, Math.max(wide, 880)), CONFIG); }
      });
    }
    requestAnimationFrame(draw);
    return none();
  }

  /* --- keeping ------------------------------------------------------------------------------------------------ */

  function keep(add, drops, name, asked, kept) {
    var context = window.dash_clientside.callback_context, trigger = context.triggered_id;
    if (!trigger || !context.triggered[0].value) { return [none(), none(), none()]; }
    var next = kept.slice();
    if (trigger !== "kept-add") {
      next.splice(trigger.drop, 1);
      return [next, "Removed.", none()];
    }
    if (next.length >= 4) { return [none(), "Four are kept already: remove one first.", none()]; }
    var called = (name || "").trim() || "Comparison " + (next.length + 1);
    next.push({ name: called.slice(0, 60), case: asked });
    return [next, "Kept: " + called + ".", ""];
  }
  function reopen(clicks, kept) {
    var context = window.dash_clientside.callback_context;
    if (!context.triggered_id || !context.triggered[0].value) { return none(); }
    return kept[context.triggered_id.reopen].case;
  }

  /* The address holds the case: after the #, which a browser never sends to anybody. */
  function coded(asked) { return "#case=" + encodeURIComponent(JSON.stringify(asked)); }
  function isLink() { return location.hash.indexOf("#case=") === 0; }
  function addressed(asked) {
    history.replaceState(null, "", asked.system.indexOf("own:") === 0 ? location.pathname : coded(asked));
  }
  /* The case in the address, where what nobody changed may be left out; null where it is damaged. */
  function decoded() {
    try {
      var linked = JSON.parse(decodeURIComponent(location.hash.slice("#case=".length)));
      [linked.first, linked.second].forEach(function (side) { side.levers = side.levers || {}; });
      linked.fixed = linked.fixed || {};
      return names[linked.first.policy] && names[linked.second.policy] ? linked : null;
    } catch (error) { return null; }
  }

  /* Another link in the address of a page that is open; a jump within the page leaves the case in the address. */
  window.addEventListener("hashchange", function () {
    if (!current) { return; }
    var linked = isLink() ? decoded() : current;
    if (linked && linked !== current) { window.dash_clientside.set_props("case", { data: linked }); return; }
    if (!linked) {
      note = ["The link is damaged: the comparison on the screen stays."];
      tell(note);
    }
    addressed(current);
  });
  function link(clicks, asked) {
    if (!clicks) { return none(); }
    var address = location.origin + location.pathname + coded(asked);
    if (asked.system.indexOf("own:") === 0) { return "A link cannot carry an uploaded system: save to a file instead."; }
    if (!navigator.clipboard) { return "Copy it from the address bar: " + address; }
    return navigator.clipboard.writeText(address).then(
      function () { return "Copied. Whoever opens the link on this dashboard sees the same comparison."; },
      function () { return "Copy it from the address bar."; }
    );
  }

  function charts(clicks, id) {
    if (!clicks || !drawn) { return none(); }
    var kind = id.slice("charts-".length), name = drawn.outcome.replace(/_/g, "-");
    return drawn.charts.charts.reduce(function (before, chart) {
      return before.then(function () {
        var parts = window.tiersCharts(drawn.charts, 12)[chart.kind](chart, SAVED);
        var layout = Object.assign(window.tiersTitled(byId(chart.id), parts.layout), { width: SAVED });
        return window.Plotly.downloadImage({ data: parts.traces, layout: layout }, {
          format: kind, width: SAVED, height: Math.max(layout.height, 300), scale: 2, filename: name + "-" + chart.id.slice(6)
        });
      });
    }, Promise.resolve()).then(function () { return drawn.charts.charts.length + " charts saved as " + kind.toUpperCase() + "."; });
  }

  window.addEventListener("resize", function () { folds(); fit(); clearTimeout(waiting); waiting = setTimeout(drawAll, 120); });

  document.addEventListener("click", function (event) {
    if (event.target.id !== "presenter") { return; }
    var on = document.documentElement.classList.toggle("presenting");
    event.target.setAttribute("aria-pressed", String(on));
    folds();
    fit();
    setTimeout(drawAll, 50);
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.tiers = Object.assign(window.dash_clientside.tiers || {}, { choose: choose, sync: sync, ask: ask, found: found, asking: asking, fix: fix,
    own: own, plot: plot, keep: keep, reopen: reopen, link: link, charts: charts
  });
}());
