const ESCAPES = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };

export const escaped = (text) => String(text).replaceAll(/[<>&"]/g, (one) => ESCAPES[one]);

/** `tag('a', 'x')` is <a>x</a>; what is inside is XML already. */
export const tag = (name, inside) => `<${name}>${inside}</${name}>`;

/** An answer with status and body, as XML. */
export const xml = (body, status = 200, headers = {}) => ({
  status,
  headers: { 'content-type': 'text/xml', ...headers },
  body: `<?xml version="1.0" encoding="UTF-8"?>${body}`,
});
