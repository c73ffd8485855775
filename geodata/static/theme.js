/* Light or dark, as the page around. Comes after base.js.
 *
 * Streamlit tells each frame its theme, and once more when it changes.
 */
(function () {
  'use strict';

  var MUTED = '#5B6770';
  var DARK = {
    '#0F766E': '#3DB8AC', '#B45309': '#E8964A', '#5B6770': '#A3AFB9', '#1B2733': '#E8ECEF', '#FFFFFF': '#14191F',
    '#1D4ED8': '#8AB0FF'
  };
  var told = [];
  var dark = false;

  function shade(colour) { return dark && DARK[colour] || colour; }

  function onTheme(tell) {
    told.push(tell);
    return function () { told.splice(told.indexOf(tell), 1); };
  }

  function takeTheme() {
    var paper = getComputedStyle(document.documentElement).getPropertyValue('--background-color').trim();
    var parts = /^#[0-9a-f]{6}$/i.test(paper) ? [1, 3, 5].map(function (at) { return parseInt(paper.substr(at, 2), 16); }) : [255];
    var now = parts.reduce(function (sum, part) { return sum + part; }, 0) / parts.length < 128;
    document.documentElement.dataset.theme = now ? 'dark' : 'light';
    if (now === dark) return;
    dark = now;
    told.slice().forEach(function (tell) { tell(); });
  }

  L.extend(window.GeodataLayers.shared, { MUTED: MUTED, onTheme: onTheme, shade: shade, takeTheme: takeTheme });
})();
