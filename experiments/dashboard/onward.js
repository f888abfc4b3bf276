/* A link on another site led here, so the browser kept our cookie back. From our own page it sends it along: we go on to
   the same address. Another name stands in the address bar for a moment, or only the part after the # would be looked up. */
(function () {
  const wanted = location.href;
  history.replaceState(null, "", "/onward");
  location.replace(wanted);
}());
