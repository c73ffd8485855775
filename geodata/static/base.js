/* What all scripts of the map's frame use: data by URL, elements, what a click hands on. Comes after Leaflet.
 *
 * Text from data reaches the page by textContent alone, never as HTML. A click hands on
 * {properties: {..., click: when}} without geometry: the time makes a second click on the same
 * place a new value, which the page would otherwise never hear of.
 */
(function () {
  'use strict';

  var fetched = {}; // boundaries do not change while the page is open; figures and venues do

  function getJson(url, keep) {
    if (keep && fetched[url]) return fetched[url];
    var answer = fetch(url, { credentials: 'same-origin' }).then(function (response) {
      if (!response.ok) throw new Error(url + ' answered ' + response.status);
      return response.json();
    });
    if (keep) {
      fetched[url] = answer;
      answer.catch(function () { delete fetched[url]; });
    }
    return answer;
  }

  function element(tag, className, text) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function lines(texts) {
    var box = element('div');
    texts.forEach(function (text, index) {
      box.appendChild(element('div', index ? '' : 'geodata-first', text));
    });
    return box;
  }

  function clicked(properties) {
    var copy = L.extend({}, properties, { click: Date.now() });
    return { type: 'Feature', properties: copy, geometry: null };
  }

  function mayMove() { return !window.matchMedia('(prefers-reduced-motion: reduce)').matches; }

  function thousands(number) { return String(number).replace(/\B(?=(\d{3})+$)/g, ','); }

  function pane(map, name, level) {
    if (!map.getPane(name)) map.createPane(name).style.zIndex = level;
    return map.getPane(name);
  }

  /* Whether two boxes {left, top, right, bottom} share any ground. */
  function overlap(a, b) { return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom; }

  /* Each kind of layer is put here by its own script; what they share among themselves is in `shared`. */
  window.GeodataLayers = {
    shared: {
      clicked: clicked, element: element, getJson: getJson, lines: lines, mayMove: mayMove, overlap: overlap,
      pane: pane, thousands: thousands
    }
  };
})();
