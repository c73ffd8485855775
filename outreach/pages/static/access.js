// What pages need for those who use them by keyboard or by ear, and Streamlit has no setting for: its own
// labels in Chinese, the anchors (定位點) with their access keys, and the keyboard back where it was when a
// panel closes or what was pressed is drawn anew. Loaded once with the page; nothing depends on it.
(function () {
  'use strict';

  const WORDS = {
    'Skip to main content': '跳到主要內容',
    'App pages': '主要選單',
    Sidebar: '側邊選單',
    'Expand sidebar': '展開選單',
    'Collapse sidebar': '收合選單',
    'Main menu': '功能選單',
    Open: '展開選項',
    Close: '關閉',
    'Choose an option': '請選擇',
    'Choose options': '請選擇',
    'Clear value': '清除',
    'Clear all': '全部清除',
    'Choose date': '選擇日期',
    'Previous month': '上個月',
    'Next month': '下個月',
    'Copy to clipboard': '複製',
    Increment: '增加',
    Decrement: '減少',
    'Selected values': '已選',
    'file upload': '選擇檔案',
    Upload: '選擇檔案',
    'No results': '沒有符合的選項',
  };
  // Where Streamlit adds the words of the widget: what stands before them, and what ours are around them.
  const BEGINNINGS = [
    ['Help for ', '說明：'],
    ['Choose date, ', '選擇日期，'],
    ['year, ', '年，'],
    ['month, ', '月，'],
    ['day, ', '日，'],
    ['Download as PNG: ', '下載圖片：'],
    ['Copy Vega-Lite spec: ', '複製圖表規格：'],
    ['Fullscreen: ', '全螢幕：'],
    ['Remove ', '移除 '],
  ];
  const MAP = { zh: '地圖', en: 'Map' };
  const UPPER = { zh: '上方功能區塊', en: 'Upper block: functions of the site' };
  const LARGEST = /^(\d+)MB per file$/;
  const CHOSEN = /^Selected Date: ([A-Z][a-z]+ \d+, \d+)$/;
  const MONTH = /^(\d+) – [A-Z][a-z]+$/;
  const ATTRIBUTES = ['aria-label', 'placeholder', 'aria-valuetext'];
  const SELECTOR = '[aria-label], [placeholder]';
  const TEXTS = [
    '[data-testid="stSkipToContent"]',
    '[data-testid="stFileUploaderDropzone"] button p',
    '[data-testid="stFileUploaderDropzoneInstructions"] span',
    '[id^="react-aria-description"]',
  ].join(', ');
  // Marks of a chart are many, and no controls.
  const ELSEWHERE = 'svg, .stHtml';
  const USED = 'a, button, input, select, textarea, summary, label, [tabindex]:not(main)';
  const SOON = 100;

  const english = new WeakMap();
  let waiting = 0;
  let last = null;
  let panel = false;

  const language = () => (document.documentElement.lang === 'en' ? 'en' : 'zh');

  const inChinese = (text) => {
    if (Object.hasOwn(WORDS, text)) return WORDS[text];
    const month = MONTH.exec(text);
    if (month) return `${month[1]}月`;
    const largest = LARGEST.exec(text);
    if (largest) return `每個檔案最多 ${largest[1]} MB`;
    const chosen = CHOSEN.exec(text);
    if (chosen) return `已選日期：${new Date(chosen[1]).toLocaleDateString('zh-TW')}`;
    const found = BEGINNINGS.find(([before]) => text.startsWith(before));
    return found ? found[1] + text.slice(found[0].length) : null;
  };

  // What an element says in one respect, in the reader's language; `said` is what it says now.
  const settle = (element, respect, said, say) => {
    const kept = english.get(element) || {};
    if (language() === 'en') {
      if (kept[respect] && kept[respect].ours === said) say(kept[respect].theirs);
      return;
    }
    const ours = inChinese(said);
    if (ours === null) return;
    english.set(element, { ...kept, [respect]: { ours, theirs: said } });
    say(ours);
  };

  const translate = () => {
    document.querySelectorAll(SELECTOR).forEach((element) => {
      if (element.closest(ELSEWHERE)) return;
      ATTRIBUTES.forEach((name) => {
        const said = element.getAttribute(name);
        if (said) settle(element, name, said, (text) => element.setAttribute(name, text));
      });
    });
    document.querySelectorAll(TEXTS).forEach((element) => {
      const text = element.firstChild;
      if (text && text.nodeType === Node.TEXT_NODE) {
        settle(element, 'text', text.data, (told) => { text.data = told; });
      }
    });
    document.querySelectorAll('iframe[title^="streamlit_folium"], iframe[data-map]').forEach((frame) => {
      frame.dataset.map = '';
      if (frame.title !== MAP[language()]) frame.title = MAP[language()];
    });
  };

  // Names and addresses are Chinese in an English page, and are read aloud as such.
  const CHINESE = /[\u3400-\u9fff]/g;
  const LATIN = /[A-Za-z]/g;
  const count = (text, of) => (text.match(of) || []).length;
  const nameLanguages = () => {
    if (language() !== 'en') return;
    document.querySelectorAll('main, [role="dialog"]').forEach((part) => {
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const { data, parentElement } = walker.currentNode;
        if (count(data, CHINESE) <= count(data, LATIN)) continue;
        if (parentElement.closest('[lang]') === document.documentElement) parentElement.lang = 'zh-Hant';
      }
    });
  };

  // ---- anchors

  // The functions of the site stand in Streamlit's own bar, which no page can write into.
  const anchorAbove = () => {
    const bar = document.querySelector('[data-testid="stHeader"]');
    if (!bar) return;
    let anchor = document.getElementById('anchor-u');
    if (!anchor) {
      anchor = document.createElement('a');
      anchor.id = 'anchor-u';
      anchor.href = '#anchor-u';
      anchor.className = 'anchor';
      anchor.textContent = ':::';
      anchor.dataset.key = 'U';
    }
    const title = `${UPPER[language()]} (Alt+U)`;
    if (anchor.title !== title) anchor.title = title;
    if (anchor.parentElement !== bar) bar.prepend(anchor);
  };

  // Streamlit lets no attribute `accesskey` through.
  const giveKeys = () => {
    document.querySelectorAll('a[data-key]').forEach((link) => {
      if (link.accessKey !== link.dataset.key) link.accessKey = link.dataset.key;
    });
  };

  // Within the page a link of these moves the keyboard, and leaves the address alone.
  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[data-key], a[data-jump]') : null;
    if (!link) return;
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!target) return;
    event.preventDefault();
    if (target.tabIndex < 0) target.tabIndex = -1;
    target.focus();
    target.scrollIntoView({ block: 'nearest' });
  });

  // ---- the keyboard's place

  const inPanel = (element) => element.closest('[role="dialog"]') !== null;
  const nowhere = () => !document.activeElement || document.activeElement === document.body;
  const remember = (element) => {
    last = { element, text: element.textContent, to: element.getAttribute('href') };
  };

  document.addEventListener('focusin', (event) => {
    if (event.target instanceof Element && !inPanel(event.target)) remember(event.target);
  });
  // Who points at the page beside everything that can be used has left the place.
  document.addEventListener(
    'pointerdown',
    (event) => {
      const at = event.target instanceof Element ? event.target : null;
      if (at && at.closest('main') && !at.closest(USED)) last = null;
    },
    true,
  );
  // Into a frame the keyboard goes without a word to this document.
  window.addEventListener('blur', () => {
    if (document.activeElement instanceof HTMLIFrameElement) remember(document.activeElement);
  });

  // The same link where the page was drawn anew: to the same address, else the only one of these words.
  const twin = () => {
    const same = [...document.querySelectorAll('main a')].filter((link) => link.textContent === last.text);
    return same.find((link) => link.getAttribute('href') === last.to) || (same.length === 1 ? same[0] : null);
  };

  const comeBack = () => {
    const open = document.querySelector('[role="dialog"]') !== null;
    const closed = panel && !open;
    panel = open;
    if (open || !last || !nowhere()) return;
    if (last.element.isConnected && !closed) return;
    const place = last.element.isConnected ? last.element : last.to === null ? null : twin();
    if (place) place.focus({ preventScroll: true });
  };

  const attend = () => {
    waiting = 0;
    translate();
    nameLanguages();
    anchorAbove();
    giveKeys();
    comeBack();
  };
  const soon = () => {
    if (!waiting) waiting = window.setTimeout(attend, SOON);
  };

  new MutationObserver(soon).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['lang', ...ATTRIBUTES],
  });
  soon();
})();
