/** Of a document that somebody made and a browser shows from our address: it has styles and pictures of its own, and may do nothing. */
export const FILE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox allow-popups";
