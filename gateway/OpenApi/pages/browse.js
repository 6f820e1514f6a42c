// Text from the services reaches the page only as text nodes: nothing in a document can become markup.
const methods = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'trace'];

function el(tag, attributes, ...children) {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

const nameOf = reference => reference.split('/').pop().replaceAll('~1', '/').replaceAll('~0', '~');

function resolve(api, node) {
  if (typeof node?.$ref !== 'string' || !node.$ref.startsWith('#/')) return node;
  const found = node.$ref.slice(2).split('/').reduce((at, key) => at?.[key.replaceAll('~1', '/').replaceAll('~0', '~')], api);
  return found ?? node;
}

// The shape of a value in a few lines, each named schema opened once on its way down.
function shape(api, schema, seen = [], indent = '') {
  if (!schema || typeof schema !== 'object') return 'any';
  const name = typeof schema.$ref === 'string' ? nameOf(schema.$ref) : null;
  if (name && (seen.includes(name) || seen.length > 5)) return name;
  const path = name ? [...seen, name] : seen;
  const s = resolve(api, schema);
  const either = s.oneOf ?? s.anyOf ?? s.allOf;
  if (either) return either.map(part => shape(api, part, path, indent)).join(s.allOf ? ' & ' : ' | ');
  if (s.enum) return s.enum.map(value => JSON.stringify(value)).join(' | ');
  if (s.items) return `[${shape(api, s.items, path, indent)}]`;
  if (s.properties) {
    const inner = indent + '  ';
    const lines = Object.entries(s.properties).map(([key, value]) =>
      `${inner}${key}${s.required?.includes(key) ? '' : '?'}: ${shape(api, value, path, inner)}`);
    return `{\n${lines.join('\n')}\n${indent}}`;
  }
  const types = [s.type ?? 'any'].flat().join(' | ');
  return s.format ? `${types} (${s.format})` : types;
}

function content(api, part) {
  return Object.entries(part?.content ?? {}).map(([type, media]) =>
    el('div', {}, el('span', { className: 'quiet' }, type), el('pre', {}, shape(api, media.schema))));
}

function operation(api, path, method, item, op) {
  const parameters = [...(item.parameters ?? []), ...(op.parameters ?? [])].map(p => resolve(api, p));
  const body = resolve(api, op.requestBody);
  const details = el('details', {},
    el('summary', {}, el('span', { className: 'method' }, method.toUpperCase()), ' ', el('span', { className: 'path' }, path),
      el('span', { className: 'quiet' }, op.summary ? ` ${op.summary}` : '')),
    op.description ? el('p', {}, op.description) : null,
    parameters.length === 0 ? null : el('table', {}, ...parameters.map(p => el('tr', {},
      el('th', { scope: 'row' }, p.name), el('td', { className: 'quiet' }, p.in), el('td', {}, shape(api, p.schema)), el('td', {}, p.description ?? '')))),
    body ? el('h4', {}, 'Request') : null, ...content(api, body),
    el('h4', {}, 'Responses'),
    ...Object.entries(op.responses ?? {}).flatMap(([status, response]) => {
      const answer = resolve(api, response);
      return [el('div', {}, el('strong', {}, status), ` ${answer.description ?? ''}`), ...content(api, answer)];
    }));
  details.dataset.words = `${method} ${path} ${op.summary ?? ''} ${op.description ?? ''}`.toLowerCase();
  return details;
}

function service(api, tag) {
  const operations = Object.entries(api.paths).flatMap(([path, item]) => methods
    .filter(method => item[method]?.tags?.includes(tag.name))
    .map(method => operation(api, path, method, item, item[method])));
  return el('section', { id: tag.name }, el('h2', {}, tag.name), el('p', { className: 'quiet' }, tag.description ?? ''), ...operations);
}

const services = document.getElementById('services');
try {
  const response = await fetch('../openapi');
  if (!response.ok) throw new Error(`The document answers ${response.status}.`);
  const api = await response.json();
  services.replaceChildren(
    ...api.tags.map(tag => service(api, tag)),
    ...api['x-unavailable'].map(name => el('p', { className: 'quiet' }, `${name} does not answer now: its operations are missing here.`)));
} catch (error) {
  services.replaceChildren(el('p', {}, `Cannot show the API: ${error.message}`));
}

document.getElementById('find').addEventListener('input', event => {
  const words = event.target.value.toLowerCase();
  for (const details of services.querySelectorAll('details')) details.hidden = !details.dataset.words.includes(words);
});
