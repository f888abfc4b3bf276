/* The guided workshop: its clock and its steps, kept for this page alone, also when it is loaded again. */
(function () {
  "use strict";
  var KEY = "tiers-workshop", last = 0, minutes = [], titles = [];
  var byId = function (id) { return document.getElementById(id); };
  /* The step that is open, the seconds spent on each, and since when the clock runs (null: it stands). */
  var state = { step: 0, spent: [], since: null };

  function restore() {
    try {
      var held = JSON.parse(sessionStorage.getItem(KEY));
      if (held && Array.isArray(held.spent) && titles[held.step]) { state = held; }
    } catch (error) { /* nothing was kept, or it is damaged: begin anew */ }
  }
  function keep() {
    try { sessionStorage.setItem(KEY, JSON.stringify(state)); } catch (error) { /* it is not allowed: then not */ }
  }
  /* Count the time since the clock was looked at last as time of the step that is open. */
  function settle() {
    if (state.since === null) { return; }
    var now = Date.now();
    state.spent[state.step] = (state.spent[state.step] || 0) + Math.max(0, now - state.since) / 1000;
    state.since = now;
  }
  function spent(step) {
    var running = step === state.step && state.since !== null ? Math.max(0, Date.now() - state.since) / 1000 : 0;
    return (state.spent[step] || 0) + running;
  }
  function clock(seconds) {
    var whole = Math.floor(seconds);
    return Math.floor(whole / 60) + ":" + String(whole % 60).padStart(2, "0");
  }
  function sum(values) { return values.reduce(function (a, b) { return a + b; }, 0); }

  function paint() {
    if (!byId("workshop-total")) { return; }
    var mine = spent(state.step), left = 60 * minutes[state.step] - mine, title = titles[state.step];
    byId("workshop-total").textContent = clock(sum(titles.map(function (_, step) { return spent(step); }))) + " of " + sum(minutes) + " min";
    byId("workshop-step-time").textContent = title + ": " + clock(mine) + " of " + minutes[state.step] + " min" + (left < 0 ? ", over by " + clock(-left) : "");
    byId("workshop-start").textContent = state.since === null ? "Start the clock" : "Stop the clock";
    chip(title + ": " + (left < 0 ? "over by " + clock(-left) : clock(left) + " left"));
  }

  /* While the clock runs, it is in view wherever one is, and leads back here. */
  function chip(text) {
    var made = byId("workshop-chip"), total = byId("workshop-total");
    var away = state.since !== null && (!total.offsetParent || total.getBoundingClientRect().bottom < byId("strip").offsetHeight);
    if (!made) {
      made = document.createElement("button");
      made.id = "workshop-chip";
      made.type = "button";
      made.className = "quiet-button";
      made.dataset.opens = "workshop";
      byId("presenter").before(made);
    }
    made.hidden = !away;
    made.textContent = text;
  }

  function show(step, focus) {
    titles.forEach(function (_, number) { byId("workshop-step-" + number).hidden = number !== step; });
    document.querySelectorAll(".step-button").forEach(function (button) {
      if (Number(button.dataset.step) === step) { button.setAttribute("aria-current", "step"); } else { button.removeAttribute("aria-current"); }
    });
    if (!focus) { return; }
    var section = byId("workshop-step-" + step);
    byId(section.id + "-title").focus({ preventScroll: true });
    if (section.getBoundingClientRect().bottom > window.innerHeight) { section.scrollIntoView(); }
  }

  function begin(tries) {
    var buttons = Array.from(document.querySelectorAll(".step-button"));
    if (!buttons.length) {
      if (tries < 600) { setTimeout(function () { begin(tries + 1); }, 100); }
      return;
    }
    minutes = buttons.map(function (button) { return Number(button.dataset.minutes); });
    titles = buttons.map(function (button) { return button.dataset.title; });
    restore();
    show(state.step, false);
    paint();
    clearInterval(last);
    last = setInterval(paint, 500);
  }

  document.addEventListener("click", function (event) {
    var to = event.target.closest("[data-step], [data-opens], #workshop-start, #workshop-reset");
    if (!to || !titles.length) { return; }
    if (to.dataset.opens) {
      window.tiersOpen(to.dataset.opens);
      if (to.id === "workshop-chip") { window.scrollTo(0, 0); }
      return;
    }
    settle();
    if (to.dataset.step) {
      state.step = Number(to.dataset.step);
      show(state.step, true);
    } else if (to.id === "workshop-start") {
      state.since = state.since === null ? Date.now() : null;
    } else {
      state.spent = [];
      state.since = null;
    }
    keep();
    paint();
  });

  function guide() { begin(0); return window.dash_clientside.no_update; }

  /* Back to the comparison, and the outcome, that the vote is on. */
  function voted(clicks, asked) {
    if (!clicks || !asked) { return window.dash_clientside.no_update; }
    window.dash_clientside.set_props("shown", { value: asked.outcome });
    return asked.case;
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.tiers = Object.assign(window.dash_clientside.tiers || {}, { guide: guide, voted: voted });
}());
