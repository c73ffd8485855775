/* What stands where on a canvas of venues: clusters far out, single marks near by. Comes after points.js.
 *
 * `at` says where the canvas lies, as sheet.js tells it: {zoom, world, size}.
 */
(function () {
  'use strict';

  var shared = window.GeodataLayers.shared;
  var CELL = 56; // pixels that a cluster's square has at least, of which its disc takes no more
  var SINGLY_FROM = 17; // the zoom from which places stand singly even where their marks touch
  var ALL_FROM = 18; // and from which all do
  var FEW = 12; // places of a square that may stand singly before that
  var APART = 15; // pixels between two marks

  /* Clusters first and whoever must act last: {x, y, r, from, to, counts, kind, cluster}; of the box {x0, y0, x1,
   * y1} of the grid, else of the part of it under the canvas. */
  function arranged(index, at, box) {
    var level = levelOf(index, at);
    var clusters = [];
    var singles = [];
    index.eachCell(level, box || under(index, at), function (from, to, x, y) {
      var own = marks(index, at, from, to);
      if (own) own.forEach(function (mark) { singles.push(mark); });
      else clusters.push(cluster(index, at, from, to, x, y, level));
    });
    singles.sort(function (a, b) { return b.kind - a.kind; });
    return clusters.concat(singles);
  }

  function levelOf(index, at) {
    var unit = index.header.unit / 360 * 256 * Math.pow(2, at.zoom);
    return Math.max(0, Math.min(shared.TOP_LEVEL, Math.ceil(Math.log(CELL / unit) / Math.LN2)));
  }

  function under(index, at) {
    var header = index.header;
    var from = L.CRS.EPSG3857.pointToLatLng(at.world, at.zoom);
    var to = L.CRS.EPSG3857.pointToLatLng(at.world.add(at.size), at.zoom);
    var within = function (degrees, origin) {
      return Math.max(0, Math.min(65535, Math.floor((degrees - origin) / header.unit)));
    };
    return {
      x0: within(from.lng, header.west), x1: within(to.lng, header.west),
      y0: within(to.lat, header.south), y1: within(from.lat, header.south)
    };
  }

  /* Where a spot of the grid stands, in pixels of the canvas. */
  function pixel(index, at, x, y) {
    var lat = index.lat(y) * Math.PI / 180;
    var world = 256 * Math.pow(2, at.zoom);
    return {
      x: (index.lon(x) + 180) / 360 * world - at.world.x,
      y: (1 - Math.log(Math.tan(lat) + 1 / Math.cos(lat)) / Math.PI) / 2 * world - at.world.y
    };
  }

  /* A mark for each place of a square; null where they would lie over one another. */
  function marks(index, at, from, to) {
    if (index.places(from, to) > FEW && at.zoom < ALL_FROM) return null;
    var made = [];
    index.eachPlace(from, to, function (start, end) { made.push(mark(index, at, start, end)); });
    if (at.zoom >= SINGLY_FROM) return made;
    for (var i = 0; i < made.length; i++) {
      for (var j = 0; j < i; j++) {
        if (Math.abs(made[i].x - made[j].x) < APART && Math.abs(made[i].y - made[j].y) < APART) return null;
      }
    }
    return made;
  }

  function mark(index, at, from, to) {
    var spot = pixel(index, at, index.x[from], index.y[from]);
    var kind = index.kind[from];
    for (var i = from + 1; i < to && kind; i++) kind = Math.min(kind, index.kind[i]);
    return { x: spot.x, y: spot.y, r: to - from > 1 ? 10 : 6, from: from, to: to, kind: kind, cluster: false };
  }

  /* In the middle of its points, as far as its disc keeps within its own square and off the others'. */
  function cluster(index, at, from, to, x, y, level) {
    var centre = index.centre(from, to);
    var spot = pixel(index, at, centre.x, centre.y);
    var low = pixel(index, at, x, y + (1 << level));
    var high = pixel(index, at, x + (1 << level), y);
    var r = 13 + 3 * String(to - from).length;
    return {
      x: Math.max(low.x + r, Math.min(high.x - r, spot.x)), y: Math.max(low.y + r, Math.min(high.y - r, spot.y)),
      r: r, from: from, to: to, counts: index.counts(from, to), cluster: true
    };
  }

  shared.arranged = arranged;
})();
