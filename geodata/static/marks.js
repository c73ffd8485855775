/* How venues and clusters are drawn on a canvas, and the legend that explains shapes and colours. Comes after theme.js. */
(function () {
  'use strict';

  var shared = window.GeodataLayers.shared;
  var FONT = '"Noto Sans TC", "PingFang TC", "Microsoft JhengHei", sans-serif';

  function draw(context, shape, colour, at, radius, room) {
    context.lineWidth = 2;
    context.strokeStyle = colour;
    context.fillStyle = shape === 'disc' ? colour : shared.shade('#FFFFFF');
    context.beginPath();
    if (shape !== 'cross' || room) {
      context.arc(at.x, at.y, radius, 0, Math.PI * 2);
      context.fill();
      context.stroke();
    }
    if (shape !== 'cross') return;
    var arm = room ? radius : radius - 1;
    context.beginPath();
    context.moveTo(at.x - arm, at.y - arm);
    context.lineTo(at.x + arm, at.y + arm);
    context.moveTo(at.x + arm, at.y - arm);
    context.lineTo(at.x - arm, at.y + arm);
    context.stroke();
  }

  function number(context, many, shape, colour, at) {
    context.font = 'bold 11px ' + FONT;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    if (shape === 'cross') { // the strokes would run through the digits
      context.lineWidth = 4;
      context.strokeStyle = shared.shade('#FFFFFF');
      context.strokeText(String(many), at.x, at.y);
    }
    context.fillStyle = shape === 'disc' ? shared.shade('#FFFFFF') : colour;
    context.fillText(String(many), at.x, at.y);
  }

  var STEPS = 40; // parts of a ring
  var KEPT = 600; // pictures; more of them than that are drawn anew
  var pictures = {};
  var kept = 0;

  /* What is drawn often is drawn once: a small picture by its key, square, its middle the mark's middle. */
  function stamp(context, key, r, at, paint) {
    var ratio = window.devicePixelRatio || 1;
    var half = Math.ceil(r) + 2;
    key = [key, r, ratio, shared.shade('#FFFFFF')].join();
    var picture = pictures[key];
    if (!picture) {
      if (++kept > KEPT) {
        pictures = {};
        kept = 1;
      }
      picture = pictures[key] = document.createElement('canvas');
      picture.width = picture.height = Math.ceil(half * 2 * ratio);
      var own = picture.getContext('2d');
      own.setTransform(ratio, 0, 0, ratio, half * ratio, half * ratio);
      paint(own);
    }
    var side = picture.width / ratio;
    context.drawImage(picture, Math.round((at.x - half) * ratio) / ratio, Math.round((at.y - half) * ratio) / ratio, side, side);
  }

  /* How many of a ring's parts each standing takes: what there is at all is to be seen. */
  function parts(each) {
    var many = each.to - each.from;
    var made = each.counts.map(function (count) { return count && Math.max(2, Math.round(count / many * STEPS)); });
    var most = made.indexOf(Math.max.apply(null, made));
    made[most] += STEPS - made.reduce(function (sum, part) { return sum + part; }, 0);
    return made;
  }

  /* A cluster's ring, divided as its venues are. Whoever must act begins at twelve, hollow as their marks are;
   * completed follow in full, excluded in dashes. Where all have joined it is a plain disc. */
  function ring(context, r, shares, kinds) {
    var paper = shared.shade('#FFFFFF');
    var plain = kinds.some(function (kind, order) {
      context.fillStyle = kind.shape === 'disc' && shares[order] === STEPS ? shared.shade(kind.colour) : paper;
      return kind.shape === 'disc' && shares[order] === STEPS;
    });
    context.beginPath();
    context.arc(0, 0, r, 0, Math.PI * 2);
    context.fill();
    if (plain) return;
    var from = -Math.PI / 2;
    kinds.forEach(function (kind, order) {
      if (!shares[order]) return;
      var to = from + shares[order] / STEPS * Math.PI * 2;
      context.beginPath();
      context.arc(0, 0, r - 2.5, from, to);
      context.setLineDash(kind.shape === 'cross' ? [2, 2] : []);
      context.lineWidth = 5;
      context.strokeStyle = shared.shade(kind.colour);
      context.stroke();
      if (kind.shape === 'ring') {
        context.lineWidth = 2;
        context.strokeStyle = paper;
        context.stroke();
      }
      from = to;
    });
  }

  function drawVenues(context, drawn, kinds) {
    var ink = shared.shade('#1B2733');
    var paper = shared.shade('#FFFFFF');
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.font = '600 12px ' + FONT;
    drawn.forEach(function (each) {
      if (!each.cluster) return mark(context, each, kinds[each.kind]);
      var shares = parts(each);
      stamp(context, shares.join(), each.r, each, function (own) { ring(own, each.r, shares, kinds); });
      var plain = kinds.some(function (kind, order) { return kind.shape === 'disc' && shares[order] === STEPS; });
      context.fillStyle = plain ? paper : ink;
      context.fillText(shared.thousands(each.to - each.from), each.x, each.y + 0.5);
    });
  }

  function mark(context, each, kind) {
    var many = each.to - each.from;
    var colour = shared.shade(kind.colour);
    stamp(context, [kind.shape, colour, many > 1].join(), each.r, each, function (own) {
      draw(own, kind.shape, colour, { x: 0, y: 0 }, each.r, many > 1);
    });
    if (many > 1) number(context, many, kind.shape, colour, each);
  }

  /* The standings' looks in the order of urgency: {name, shape, colour}. */
  function kindsOf(marks) {
    var kinds = [];
    Object.keys(marks).forEach(function (name) {
      var mark = marks[name];
      if (!kinds[mark.order] || name.length < kinds[mark.order].name.length) {
        kinds[mark.order] = { name: name, shape: mark.shape, colour: mark.colour };
      }
    });
    return kinds;
  }

  function drawHere(context, at) {
    context.beginPath();
    context.arc(at.x, at.y, 8, 0, Math.PI * 2);
    context.fillStyle = '#1D4ED8';
    context.fill();
    context.lineWidth = 3;
    context.strokeStyle = '#FFFFFF';
    context.stroke();
    context.beginPath();
    context.arc(at.x, at.y, 14, 0, Math.PI * 2);
    context.lineWidth = 2;
    context.strokeStyle = shared.shade('#1D4ED8');
    context.stroke();
  }

  var Legend = L.Layer.extend({
    initialize: function (options) { L.setOptions(this, options); },

    onAdd: function (map) {
      var options = this.options;
      var self = this;
      this._samples = [];
      this._forget = shared.onTheme(function () { self._samples.forEach(function (draw) { draw(); }); });
      var control = this._control = L.control({ position: 'topright' });
      control.onAdd = function () {
        var box = shared.element('details', 'geodata-legend');
        box.open = map.getSize().x >= 480;
        box.appendChild(shared.element('summary', '', options.title));
        options.entries.forEach(function (entry) {
          var row = shared.element('div', 'geodata-entry');
          row.appendChild(sample(entry, self));
          row.appendChild(shared.element('span', '', entry.label));
          box.appendChild(row);
        });
        L.DomEvent.disableClickPropagation(box);
        return box;
      };
      control.addTo(map);
    },

    onRemove: function () {
      this._forget();
      this._control.remove();
    }
  });

  function sample(entry, legend) {
    var canvas = shared.element('canvas');
    var ratio = window.devicePixelRatio || 1;
    canvas.width = 22 * ratio;
    canvas.height = 16 * ratio;
    canvas.setAttribute('aria-hidden', 'true');
    var context = canvas.getContext('2d');
    context.scale(ratio, ratio);
    var show = function () {
      context.clearRect(0, 0, 22, 16);
      paint(context, entry);
    };
    legend._samples.push(show);
    show();
    return canvas;
  }

  function paint(context, entry) {
    if (entry.shape !== 'area' && entry.shape !== 'empty') {
      draw(context, entry.shape, shared.shade(entry.colour), { x: 11, y: 8 }, 6, false);
      return;
    }
    context.fillStyle = shared.shade(entry.colour);
    context.strokeStyle = shared.shade(shared.MUTED);
    context.setLineDash(entry.shape === 'empty' ? [1, 3] : []);
    context.fillRect(1, 1, 20, 14);
    context.strokeRect(1, 1, 20, 14);
  }

  L.extend(shared, { drawVenues: drawVenues, drawHere: drawHere, kindsOf: kindsOf });
  window.GeodataLayers.legend = function (options) { return new Legend(options); };
})();
