/* Venues as numbers: the file of points taken apart, sorted once so that neighbours stand together, and asked
 * for whatever lies in a square of the ground without a walk over all of them.
 *
 * The ground is a grid of 65,536 by 65,536 units of about a metre. A point's key interleaves the bits of its
 * two coordinates (Morton order), so every square whose side is a power of two is one run of the sorted
 * points: `run` means [from, to) in that order. Sums kept from the first point on make a run's numbers two
 * subtractions, however many points it has.
 */
(function () {
  'use strict';

  var NOWHERE = 65535; // the index that stands for "in no village"
  var TOP = 15; // the coarsest level: 2 by 2 squares
  var COLUMNS = 11; // planes of one byte a point: 4 of ids, 2 of x, 2 of y, 2 of villages, 1 of standings

  /* Header and columns of the bytes of points.bin. Throws on what is not such a file. */
  function decode(buffer) {
    var bytes = new Uint8Array(buffer);
    var head = new DataView(buffer);
    if (bytes.length < 8 || String.fromCharCode.apply(null, bytes.subarray(0, 4)) !== 'PTS1') {
      throw new Error('These are not points.');
    }
    var start = 8 + head.getUint32(4, true);
    var header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, start)));
    var n = header.count;
    if (bytes.length !== start + COLUMNS * n) throw new Error('The points are not whole.');
    var plane = function (number) { return bytes.subarray(start + number * n, start + (number + 1) * n); };
    var pair = function (number) {
      var low = plane(number);
      var high = plane(number + 1);
      var made = new Uint16Array(n);
      for (var i = 0; i < n; i++) made[i] = low[i] | high[i] << 8;
      return made;
    };
    var ids = new Uint32Array(n);
    var a = plane(0);
    var b = plane(1);
    var c = plane(2);
    var d = plane(3);
    for (var i = 0, id = 0; i < n; i++) {
      id += (a[i] | b[i] << 8 | c[i] << 16 | d[i] << 24) >>> 0;
      ids[i] = id;
    }
    return { header: header, ids: ids, x: pair(4), y: pair(6), village: pair(8), standing: plane(10) };
  }

  /* The columns that a URL answers with. */
  function getColumns(url, signal) {
    return fetch(url, { credentials: 'same-origin', signal: signal }).then(function (response) {
      if (!response.ok) throw new Error(url + ' answered ' + response.status);
      return response.arrayBuffer();
    }).then(decode);
  }

  /* Bits of a 16-bit number, moved to the even places. */
  function spread(value) {
    value = (value | value << 8) & 0x00ff00ff;
    value = (value | value << 4) & 0x0f0f0f0f;
    value = (value | value << 2) & 0x33333333;
    return (value | value << 1) & 0x55555555;
  }

  function keyOf(x, y) { return (spread(x) | spread(y) << 1) >>> 0; }

  /* The order of keys, those alike in the order they came: three passes of eleven bits. */
  function sorted(keys) {
    var n = keys.length;
    var order = new Uint32Array(n);
    var other = new Uint32Array(n);
    for (var i = 0; i < n; i++) order[i] = i;
    for (var shift = 0; shift < 32; shift += 11) {
      var places = new Uint32Array(2049);
      for (i = 0; i < n; i++) places[(keys[i] >>> shift & 2047) + 1]++;
      for (i = 0; i < 2048; i++) places[i + 1] += places[i];
      for (i = 0; i < n; i++) other[places[keys[order[i]] >>> shift & 2047]++] = order[i];
      var swap = order;
      order = other;
      other = swap;
    }
    return order;
  }

  function picked(column, order) {
    var made = new column.constructor(order.length);
    for (var i = 0; i < order.length; i++) made[i] = column[order[i]];
    return made;
  }

  /* How many of the first so many are of a class. */
  function counted(kinds, kind) {
    var n = kinds.length;
    var made = new Uint32Array(n + 1);
    for (var i = 0; i < n; i++) made[i + 1] = made[i] + (kinds[i] === kind ? 1 : 0);
    return made;
  }

  /* `classes` says for each of the header's standings which class (0, 1, 2 …) it counts in. */
  function Index(columns, classes, kinds) {
    var n = columns.ids.length;
    var keys = new Uint32Array(n);
    for (var i = 0; i < n; i++) keys[i] = keyOf(columns.x[i], columns.y[i]);
    var order = sorted(keys);
    this.header = columns.header;
    this.count = n;
    this.ids = picked(columns.ids, order);
    this.x = picked(columns.x, order);
    this.y = picked(columns.y, order);
    this.village = picked(columns.village, order);
    // In variables of its own each: a quarter of a million times through `this` would take most of the time.
    var kindOf = this.kind = new Uint8Array(n);
    var xs = this.x;
    var ys = this.y;
    var sumX = new Float64Array(n + 1);
    var sumY = new Float64Array(n + 1);
    var standing = columns.standing;
    for (i = 0; i < n; i++) {
      kindOf[i] = classes[standing[order[i]]];
      sumX[i + 1] = sumX[i] + xs[i];
      sumY[i + 1] = sumY[i] + ys[i];
    }
    this._sum = { x: sumX, y: sumY, kinds: [] };
    for (var kind = 0; kind < kinds; kind++) this._sum.kinds.push(counted(kindOf, kind));
    this._grow(picked(keys, order));
  }

  /* Squares in order of their keys, those together whose keys agree but for some low bits. */
  function coarser(keys, starts, bits) {
    var n = keys.length;
    var madeKeys = new Uint32Array(n);
    var madeStarts = new Uint32Array(n + 1);
    var cells = 0;
    var last = -1;
    for (var i = 0; i < n; i++) {
      var key = keys[i] >>> bits;
      if (key === last) continue;
      madeKeys[cells] = last = key;
      madeStarts[cells++] = starts[i];
    }
    madeStarts[cells] = starts[n];
    return { keys: madeKeys.slice(0, cells), starts: madeStarts.slice(0, cells + 1) };
  }

  Index.prototype = {
    /* Each level from the finer one: level 0 holds the places, of about a metre. */
    _grow: function (keys) {
      var n = this.count;
      var starts = new Uint32Array(n + 1);
      for (var i = 0; i <= n; i++) starts[i] = i;
      this._levels = [coarser(keys, starts, 0)];
      for (var level = 1; level <= TOP; level++) {
        var finer = this._levels[level - 1];
        this._levels.push(coarser(finer.keys, finer.starts, 2));
      }
      this._place = new Uint32Array(n); // which place, in order, a point belongs to
      starts = this._levels[0].starts;
      for (var place = 0; place + 1 < starts.length; place++) this._place.fill(place, starts[place], starts[place + 1]);
    },

    places: function (from, to) { return from < to ? this._place[to - 1] - this._place[from] + 1 : 0; },

    eachPlace: function (from, to, tell) {
      var starts = this._levels[0].starts;
      for (var at = from; at < to;) {
        var next = Math.min(starts[this._place[at] + 1], to);
        tell(at, next);
        at = next;
      }
    },

    centre: function (from, to) {
      return {
        x: (this._sum.x[to] - this._sum.x[from]) / (to - from),
        y: (this._sum.y[to] - this._sum.y[from]) / (to - from)
      };
    },

    /* How many of a run are of each class. */
    counts: function (from, to) {
      return this._sum.kinds.map(function (sum) { return sum[to] - sum[from]; });
    },

    /* Every square of a level, with points in it, that touches the box {x0, y0, x1, y1}. */
    eachCell: function (level, box, tell) {
      var cells = this._levels[level];
      for (var x = box.x0 >> level; x <= box.x1 >> level; x++) {
        for (var y = box.y0 >> level; y <= box.y1 >> level; y++) {
          var at = found(cells.keys, keyOf(x, y));
          if (at >= 0) tell(cells.starts[at], cells.starts[at + 1], x << level, y << level);
        }
      }
    },

    /* The smallest box around a run. */
    extent: function (from, to) {
      var box = { x0: NOWHERE, y0: NOWHERE, x1: 0, y1: 0 };
      for (var i = from; i < to; i++) {
        if (this.x[i] < box.x0) box.x0 = this.x[i];
        if (this.x[i] > box.x1) box.x1 = this.x[i];
        if (this.y[i] < box.y0) box.y0 = this.y[i];
        if (this.y[i] > box.y1) box.y1 = this.y[i];
      }
      return box;
    },

    /* Points of a run, the lowest class first and in each the order of the file. */
    urgent: function (from, to) {
      var made = [];
      for (var i = from; i < to; i++) made.push(i);
      var kind = this.kind;
      return made.sort(function (a, b) { return kind[a] - kind[b] || a - b; });
    },

    villageOf: function (i) {
      return this.village[i] === NOWHERE ? null : this.header.villages[this.village[i]];
    },

    lon: function (x) { return this.header.west + x * this.header.unit; },
    lat: function (y) { return this.header.south + y * this.header.unit; }
  };

  function found(keys, key) {
    var low = 0;
    var high = keys.length - 1;
    while (low <= high) {
      var middle = low + high >> 1;
      if (keys[middle] === key) return middle;
      if (keys[middle] < key) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  Object.assign(window.GeodataLayers.shared, { getColumns: getColumns, PointIndex: Index, TOP_LEVEL: TOP });
})();
