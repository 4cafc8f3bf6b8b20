// Pages work without this script: it updates open pages, searches as you type, and adds the reader's local time.
'use strict';
(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isUtc = !zone || zone === 'UTC' || zone === 'Etc/UTC';
  const own = new Intl.DateTimeFormat(undefined, {
    year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit',
    hour12: false,
  });

  const ownClock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });
  const ownDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

  function addOwnTimes(root) {
    if (isUtc) return;
    for (const tick of root.querySelectorAll('text[data-at]')) {
      const at = new Date(tick.dataset.at);
      if (!Number.isNaN(at.getTime())) tick.textContent = (tick.textContent.includes(':') ? ownClock : ownDay).format(at);
    }
    for (const name of root.querySelectorAll('[data-zone]')) name.textContent = zone;
    for (const time of root.querySelectorAll('time[datetime]')) {
      const at = new Date(time.dateTime);
      if (time.dataset.own || Number.isNaN(at.getTime())) continue;
      time.dataset.own = 'yes';
      const utc = document.createElement('span');
      utc.className = 'utc';
      const words = time.textContent.trim(); // 2026-03-02 09:15:02 UTC
      const sameDay = new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().startsWith(words.slice(0, 10));
      utc.textContent = sameDay ? words.slice(11) : words;
      time.replaceChildren(own.format(at), ' ', utc);
    }
  }

  // Changes only what differs, so that focus, scrolling and opened details do not change.
  function become(old, next) {
    if (old.isEqualNode(next)) return;
    if (old.nodeType !== next.nodeType || old.nodeName !== next.nodeName || old.id !== next.id) {
      old.replaceWith(next);
      return;
    }
    if (old.nodeType !== Node.ELEMENT_NODE) {
      old.nodeValue = next.nodeValue;
      return;
    }
    if (old.matches('form') && old.contains(document.activeElement)) return;
    for (const name of old.getAttributeNames()) {
      if (!next.hasAttribute(name) && !(name === 'open' && old.nodeName === 'DETAILS')) old.removeAttribute(name);
    }
    for (const name of next.getAttributeNames()) old.setAttribute(name, next.getAttribute(name));
    const now = [...old.childNodes];
    const then = [...next.childNodes];
    then.forEach((child, i) => (i < now.length ? become(now[i], child) : old.append(child)));
    now.slice(then.length).forEach((child) => child.remove());
  }

  const lost = document.getElementById('lost');
  let answeredAt = new Date();
  let loading = null;

  async function load(address, only) {
    if (loading) loading.abort();
    const mine = new AbortController();
    loading = mine;
    try {
      const answer = await fetch(address, { signal: mine.signal, headers: { Accept: 'text/html' } });
      if (!answer.ok) throw new Error(String(answer.status));
      if (answer.redirected && new URL(answer.url).pathname === '/login') {
        location.assign(answer.url); // the session has ended
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      addOwnTimes(page);
      for (const region of document.querySelectorAll('[data-live]')) {
        const next = page.getElementById(region.id);
        if (next && (!only || region.id === only)) become(region, next);
      }
      answeredAt = new Date();
      if (lost) lost.hidden = true;
    } catch (failure) {
      if (failure.name !== 'AbortError') isLost();
    } finally {
      if (loading === mine) loading = null;
    }
  }

  function isLost() {
    if (!lost) return;
    document.getElementById('lost-at').textContent = answeredAt.toLocaleTimeString();
    lost.hidden = false;
  }

  function searchAsOneTypes(form) {
    let waiting;
    form.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        const given = [...new FormData(form)].filter(([, value]) => value !== '');
        const address = form.action + (given.length ? '?' + new URLSearchParams(given) : '');
        history.replaceState(null, '', address);
        load(address, 'results');
      }, 120);
    });
  }

  // An expensive page is not rendered again for its live parts.
  function livePage() {
    const other = document.querySelector('[data-live-from]');
    return other ? other.dataset.liveFrom : location.href;
  }

  function follow() {
    let events;
    const open = () => {
      events = new EventSource('/live');
      events.addEventListener('changed', () => loading || load(livePage()));
      events.onerror = () => {
        if (!events || events.readyState === EventSource.OPEN) return;
        if (events.readyState === EventSource.CLOSED) load(livePage()); // rejected: perhaps logged out
        else isLost();
      };
      events.onopen = () => lost && !lost.hidden && load(livePage());
    };
    const close = () => {
      if (events) events.close();
      events = null;
    };
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) {
        close();
      } else if (!events) {
        load(livePage());
        open();
      }
    });
    addEventListener('pagehide', close);
    open();
  }

  addOwnTimes(document);
  document.querySelectorAll('form[data-auto]').forEach(searchAsOneTypes);
  if (document.querySelector('[data-live]')) follow();
})();
