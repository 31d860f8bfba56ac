const element = id => document.getElementById(id);
const whole = new Intl.NumberFormat('en');
const decimal = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const price = new Intl.NumberFormat('en', { minimumFractionDigits: 2 });
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

/** Sets a text only if it changes, so that screen readers do not repeat it. */
function write(id, text) {
  const target = element(id);
  if (target.textContent !== text) {
    target.textContent = text;
  }
}

function make(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** An error response, with the detail of its problem details (RFC 9457). */
class Refusal extends Error {
  static async of(response) {
    const problem = await response.json().catch(() => ({}));
    const broken = Object.entries(problem.errors ?? {}).map(([field, rules]) => `${field} ${rules[0]}`);
    return Object.assign(new Refusal(broken[0] ?? problem.detail ?? problem.title ?? `The server responded with ${response.status}.`), { status: response.status });
  }
}

/** The user declined to enter the key. */
class Declined extends Error {}

async function request(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch (error) {
    throw error.name === 'TypeError' ? new Error('The server cannot be reached.') : error;
  }

  if (!response.ok) {
    throw await Refusal.of(response);
  }

  return response;
}

// Figures

const history = [];
const milliseconds = value => value === null ? '–' : value < 10 ? `${value.toFixed(2)} ms` : `${decimal.format(value)} ms`;

function showFigures(figures) {
  const { layers, tasks, replicas } = figures;
  write('rate', decimal.format(figures.requestsPerSecond));
  write('p50', milliseconds(figures.p50Milliseconds));
  write('p99', milliseconds(figures.p99Milliseconds));
  for (const layer of ['memory', 'redis', 'database']) {
    write(layer, layers ? percent.format(layers[layer]) : '–');
    element(`${layer}-bar`).style.flexGrow = layers?.[layer] ?? 0;
  }

  write('running', tasks ? whole.format(tasks.running) : '–');
  write('queued', tasks ? `${whole.format(tasks.queued)}${tasks.queued === 1000 ? ' or more' : ''}` : '–');
  const most = Math.max(1, ...replicas.map(replica => replica.requestsPerSecond));
  element('replicas').replaceChildren(...replicas.map(replica => {
    const row = document.createElement('li');
    const track = make('span', 'track', '');
    const bar = document.createElement('span');
    bar.style.width = `${100 * replica.requestsPerSecond / most}%`;
    track.append(bar);
    row.append(make('span', 'name', replica.name), track, make('span', 'rate', decimal.format(replica.requestsPerSecond)));
    return row;
  }));
  remember(figures.requestsPerSecond);
  const missing = [
    ...figures.isComplete ? [] : ['Some replicas are missing: they have only just begun to report, or Redis is unreachable.'],
    ...tasks ? [] : ['The database did not report the tasks in time.'],
    ...layers ? [] : ['No read has reached a replica in the last seconds.'],
  ];
  write('figures-note', missing.join(' '));
}

function showNoFigures(reason) {
  for (const id of ['rate', 'p50', 'p99', 'memory', 'redis', 'database', 'running', 'queued']) {
    write(id, '–');
  }

  element('replicas').replaceChildren(make('li', '', '–'));
  remember(0);
  write('figures-note', `No figures are available: ${reason}`);
}

function remember(rate) {
  history.push(rate);
  history.splice(0, history.length - 60);
  const most = Math.max(1, ...history);
  const start = 60 - history.length;
  element('history').setAttribute('points', history.map((value, index) => `${start + index},${20 - (20 * value / most)}`).join(' '));
}

/** In production only a key with the scope operate may see the figures. */
async function giveKey() {
  const key = await findKey('The figures need a key with the scope operate.');
  if (key) {
    sessionStorage.setItem(keyName, key);
    element('forget').hidden = false;
  }
}

async function watchFigures() {
  let needsKey = false;
  element('figures-key').addEventListener('click', giveKey);
  while (true) {
    if (!document.hidden) {
      try {
        const key = needsKey ? sessionStorage.getItem(keyName) : null;
        const headers = key ? { 'X-Api-Key': key } : {};
        showFigures(await (await request('/api/system', { headers, signal: AbortSignal.timeout(5000) })).json());
        element('figures-key').hidden = true;
      } catch (error) {
        needsKey ||= error.status === 401;
        element('figures-key').hidden = error.status !== 401 && error.status !== 403;
        showNoFigures(error.message);
      }
    }

    await pause(1000);
  }
}

// Catalogue

let search = new AbortController();
let cursor = null;

/** Where a response came from, by its Cache-Status (RFC 9211): each cache appends itself, the one nearest to the client last. */
function answeredBy(headers) {
  const caches = (headers.get('Cache-Status') ?? '').split(',').map(cache => cache.trim());
  const api = caches.find(cache => cache.startsWith('HighTraffic')) ?? '';
  if (caches.some(cache => cache.startsWith('nginx; hit') || cache.includes('stale-if-error'))) {
    return 'Nginx';
  }

  const replica = headers.get('X-Served-By') ?? 'a replica';
  return api.includes('detail=local') ? `the memory of ${replica}` : api.includes('detail=redis') ? `Redis, through ${replica}` : `the database, through ${replica}`;
}

function productRow(product) {
  const row = document.createElement('tr');
  const name = make('td', '', product.name);
  name.append(make('small', '', product.description));
  row.append(name, make('td', '', product.category), make('td', 'number', price.format(product.priceCents / 100)), make('td', 'number', whole.format(product.stock)));
  return row;
}

async function showProducts(isNext) {
  search.abort();
  search = new AbortController();
  const query = new URLSearchParams({ pageSize: 12 });
  const wanted = new URLSearchParams();
  for (const id of ['q', 'category']) {
    if (element(id).value.trim()) {
      query.set(id, element(id).value.trim());
      wanted.set(id, element(id).value.trim());
    }
  }

  if (isNext) {
    query.set('cursor', cursor);
  } else {
    window.history.replaceState(null, '', wanted.size ? `?${wanted}` : location.pathname);
  }

  const start = performance.now();
  element('more').disabled = true;
  try {
    const response = await request(`/api/products?${query}`, { signal: search.signal });
    const page = await response.json();
    const rows = page.items.map(productRow);
    const took = Math.round(performance.now() - start);
    isNext ? element('products').append(...rows) : element('products').replaceChildren(...rows);
    cursor = page.nextCursor;
    element('more').hidden = cursor === null;
    write('catalogue-note', `${rows.length ? '' : 'Nothing was found. '}Answered by ${answeredBy(response.headers)}, in ${took} ms.`);
  } catch (error) {
    if (error.name !== 'AbortError') {
      write('catalogue-note', error.message);
    }
  } finally {
    element('more').disabled = false;
  }
}

async function showCategories() {
  const chosen = new URLSearchParams(location.search);
  element('q').value = chosen.get('q') ?? '';
  try {
    const categories = await (await request('/api/categories')).json();
    for (const select of [element('category'), element('export-category')]) {
      select.append(...categories.map(summary => new Option(`${summary.category} (${whole.format(summary.products)})`, summary.category)));
    }
  } catch (error) {
    write('catalogue-note', error.message);
  }

  if ([...element('category').options].some(option => option.value === chosen.get('category'))) {
    element('category').value = chosen.get('category');
  }
}

function watchCatalogue() {
  let typing;
  element('search').addEventListener('submit', event => {
    event.preventDefault();
    clearTimeout(typing);
    showProducts(false);
  });
  element('q').addEventListener('input', () => {
    clearTimeout(typing);
    const length = element('q').value.trim().length;
    if (length === 0 || length > 2) {
      typing = setTimeout(() => showProducts(false), 250);
    }
  });
  element('category').addEventListener('change', () => showProducts(false));
  element('more').addEventListener('click', () => showProducts(true));
  showCategories().then(() => showProducts(false));
}

// Export

const keyName = 'hightraffic.api-key';
const stateNames = { queued: 'Waiting for a worker', running: 'Running', succeeded: 'Done', failed: 'Failed', canceled: 'Canceled' };
const hasEnded = task => task.status !== 'queued' && task.status !== 'running';
let exported = null;

/** Gets the key, and asks for it if this tab has none; null if the user declines. */
function findKey(complaint) {
  const kept = sessionStorage.getItem(keyName);
  if (kept && !complaint) {
    return Promise.resolve(kept);
  }

  const dialog = element('key-dialog');
  write('key-note', complaint ?? '');
  element('key').value = '';
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise(resolve => dialog.addEventListener('close', () => resolve(dialog.returnValue || null), { once: true }));
}

/** Sends a request with the key, and asks for the key again if it is refused. */
async function requestWithKey(path, options = {}) {
  let key = await findKey();
  while (key) {
    try {
      const response = await request(path, { ...options, headers: { ...options.headers, 'X-Api-Key': key } });
      sessionStorage.setItem(keyName, key);
      element('forget').hidden = false;
      return response;
    } catch (error) {
      if (error.status !== 401) {
        throw error;
      }

      forgetKey();
      key = await findKey('This key was refused.');
    }
  }

  throw new Declined('Without the API key there is no export.');
}

function forgetKey() {
  sessionStorage.removeItem(keyName);
  element('forget').hidden = true;
}

/** Reads the events of a stream. EventSource cannot be used, because it cannot send the key. */
async function* readEvents(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (true) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }

    const parts = (text + value).split(/\r?\n\r?\n/);
    text = parts.pop();
    for (const part of parts) {
      const event = {};
      for (const line of part.split(/\r?\n/)) {
        const [, field, content] = /^([^:]*):? ?(.*)$/.exec(line);
        event[field] = field === 'data' && 'data' in event ? `${event.data}\n${content}` : content;
      }

      yield event;
    }
  }
}

/** Follows a task to its end, and reconnects if a stream ends because a replica stops. */
async function follow(id) {
  let last = null;
  while (true) {
    try {
      const response = await requestWithKey(`/api/tasks/${id}/events`, { headers: last ? { 'Last-Event-ID': last } : {} });
      for await (const event of readEvents(response.body)) {
        last = event.id ?? last;
        const task = event.event === 'task' ? JSON.parse(event.data) : null;
        if (task) {
          element('progress').value = task.progress;
          write('export-note', task.status === 'running' ? `Running, ${task.progress} %` : stateNames[task.status]);
        }

        if (task && hasEnded(task)) {
          return task;
        }
      }
    } catch (error) {
      if (error instanceof Declined || (error instanceof Refusal && error.status < 500)) {
        throw error;
      }

      write('export-note', 'The connection was lost; reconnecting …');
    }

    await pause(1000);
  }
}

async function startExport() {
  const parameters = { format: element('export-format').value };
  if (element('export-category').value) {
    parameters.category = element('export-category').value;
  }

  element('start').disabled = true;
  element('download').hidden = true;
  element('progress').value = 0;
  try {
    const accepted = await requestWithKey('/api/tasks', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ type: 'catalog-export', parameters }),
    });
    exported = (await accepted.json()).id;
    element('cancel').hidden = false;
    const task = await follow(exported);
    if (task.status === 'succeeded') {
      write('export-note', 'Done. The file is ready.');
      element('download').hidden = false;
      element('download').focus();
    } else {
      write('export-note', task.error ? `${stateNames[task.status]}: ${task.error}` : `${stateNames[task.status]}.`);
    }
  } catch (error) {
    write('export-note', error.message);
  } finally {
    element('cancel').hidden = true;
    element('start').disabled = false;
  }
}

async function download() {
  element('download').disabled = true;
  write('export-note', 'Downloading …');
  try {
    const response = await requestWithKey(`/api/tasks/${exported}/result`);
    const file = await response.blob();
    const link = document.createElement('a');
    link.href = URL.createObjectURL(file);
    link.download = /filename="?([^";]+)/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? 'export';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    write('export-note', `${link.download}, ${whole.format(Math.ceil(file.size / 1024))} KB.`);
  } catch (error) {
    write('export-note', error.message);
  } finally {
    element('download').disabled = false;
  }
}

async function cancel() {
  try {
    await requestWithKey(`/api/tasks/${exported}`, { method: 'DELETE' });
  } catch (error) {
    write('export-note', error.message);
  }
}

function watchExport() {
  element('forget').hidden = !sessionStorage.getItem(keyName);
  element('export-form').addEventListener('submit', event => {
    event.preventDefault();
    startExport();
  });
  element('download').addEventListener('click', download);
  element('cancel').addEventListener('click', cancel);
  element('forget').addEventListener('click', forgetKey);
  element('key-cancel').addEventListener('click', () => element('key-dialog').close(''));
  element('key-form').addEventListener('submit', event => {
    event.preventDefault();
    const key = element('key').value.trim();
    if (/^[\x21-\x7e]+$/.test(key)) {
      element('key').value = '';
      element('key-dialog').close(key);
    } else {
      write('key-note', 'A key consists of visible ASCII characters, without spaces.');
    }
  });
}

watchFigures();
watchCatalogue();
watchExport();
