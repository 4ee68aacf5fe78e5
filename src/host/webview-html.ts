/** What a page of ours is made from. Uris are those of the webview. */
export interface WebviewPage {
  readonly title: string;
  /** Id of the element that the script draws into. */
  readonly place: string;
  /** Random for every page, of letters and digits. */
  readonly nonce: string;
  /** `webview.cspSource`. */
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
}

/**
 * The page around the bundle. Nothing may load but our script, by its nonce, and our style sheet, so neither an
 * inline style nor anything smuggled into a file name can do something.
 */
export function webviewHtml(page: WebviewPage): string {
  const policy = `default-src 'none'; style-src ${page.cspSource}; script-src 'nonce-${page.nonce}'`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${escaped(page.styleUri)}">
<title>${escaped(page.title)}</title>
</head>
<body>
<main id="${escaped(page.place)}"></main>
<script nonce="${page.nonce}" src="${escaped(page.scriptUri)}"></script>
</body>
</html>
`;
}

/** A folder of the user's may be named with quotes: it ends up in the uris. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
