/* How venues and clusters are drawn on a canvas, and the legend that explains shapes and colours. Comes after layers.js. */
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

  /* A cluster: its number, in a ring divided as its venues are. Whoever must act begins at twelve, hollow as
   * their marks are; completed follow in full, excluded in dashes. Where all have joined it is a plain disc. */
  function cluster(context, each, kinds) {
    var many = each.to - each.from;
    var whole = kinds.filter(function (kind, order) { return each.counts[order] === many; })[0];
    var paper = shared.shade('#FFFFFF');
    context.setLineDash([]);
    context.beginPath();
    context.arc(each.x, each.y, each.r, 0, Math.PI * 2);
    context.fillStyle = whole && whole.shape === 'disc' ? shared.shade(whole.colour) : paper;
    context.fill();
    if (!whole || whole.shape !== 'disc') ring(context, each, kinds, many, paper);
    context.fillStyle = whole && whole.shape === 'disc' ? paper : shared.shade('#1B2733');
    context.font = '600 12px ' + FONT;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(shared.thousands(many), each.x, each.y + 0.5);
  }

  function ring(context, each, kinds, many, paper) {
    var from = -Math.PI / 2;
    kinds.forEach(function (kind, order) {
      if (!each.counts[order]) return;
      // One in a thousand is still to be seen.
      var to = from + Math.max(0.12, each.counts[order] / many * Math.PI * 2);
      context.beginPath();
      context.arc(each.x, each.y, each.r - 2.5, from, Math.min(to, Math.PI * 1.5));
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
    context.setLineDash([]);
  }

  function drawVenues(context, drawn, kinds) {
    drawn.forEach(function (each) {
      if (each.cluster) return cluster(context, each, kinds);
      var kind = kinds[each.kind];
      var many = each.to - each.from;
      draw(context, kind.shape, shared.shade(kind.colour), each, each.r, many > 1);
      if (many > 1) number(context, many, kind.shape, shared.shade(kind.colour), each);
    });
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
