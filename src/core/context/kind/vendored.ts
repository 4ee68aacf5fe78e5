/**
 * Other people's code that lies in the repository. A short list after GitHub Linguist's `vendor.yml`, narrower
 * than that where its patterns hit ordinary sources: no `tools/`, `cache/`, `external/`, `bootstrap.js`,
 * `react.js`, `prototype*.js`, `*.d.ts`, fixtures or Vagrantfile.
 */
const VENDORED_FOLDERS = new RegExp(
  '(?:^|/)(?:' +
    [
      'node_modules',
      'bower_components',
      'jspm_packages',
      'third[-_]?party',
      '3rd[-_]?party',
      'godeps/_workspace',
      'site-packages',
      'carthage/(?:build|checkouts)',
      'gradle/wrapper',
      '\\.mvn/wrapper',
      '\\.yarn/(?:cache|plugins|releases|sdks|unplugged|versions)',
      '\\.venv',
      'ace-builds',
      'tiny_?mce',
    ].join('|') +
    ')/',
  'i',
);

/** CocoaPods; `pods` is an ordinary word. */
const COCOAPODS = /(?:^|\/)Pods\//;

/** Only at the top of the workspace: deeper they are ordinary names (Node.js, Redis and git keep code there). */
const VENDORED_AT_TOP = /^(?:deps|vendors)\//;

const VENDOR_FOLDER = /(?:^|\/)vendor\//;

/**
 * `vendor` is also somebody who sells: below these folders, and in Java-like package trees, it is the
 * application's own code.
 */
const VENDOR_AS_A_WORD =
  /(?:^|\/)(?:api|app|components|controllers|domain|entities|features|handlers|models|modules|pages|routes|schemas|screens|services|templates|tests?|views)\/vendor\/|(?:^|\/)src\/(?:main|test)\/(?:java|kotlin|scala|groovy)\//;

/** Scripts that build tools copy into every repository. */
const VENDORED_NAMES: ReadonlySet<string> = new Set([
  'gradlew',
  'gradlew.bat',
  'mvnw',
  'mvnw.cmd',
  'config.guess',
  'config.sub',
  'aclocal.m4',
  'libtool.m4',
  'ltmain.sh',
  'ltoptions.m4',
  'ltsugar.m4',
  'ltversion.m4',
  'lt~obsolete.m4',
  'ppport.h',
]);

/** Browser libraries, when their name carries a version: `jquery-3.7.1.js`, `d3.v7.js`, `modernizr.custom.1.js`. */
const VERSIONED_LIBRARY =
  /(?:^|\/)(?:angular|backbone|bootstrap|d3|ember|handlebars|jquery|knockout|lodash|modernizr|moment|mootools|prototype|react|require|three|underscore|vue|yui)(?:[-.](?:core|custom|dom|min|slim|ui|v))*[-.]?v?\d+(?:\.\d+)*(?:[-.][a-z]+)*\.(?:js|mjs|cjs|css)$/i;

/** Names that mean one library only, wherever they lie, except as somebody's own source (`src/jquery.js`). */
const LIBRARY_STYLES_AND_SCRIPTS =
  /(?:^|\/)(?:jquery(?:[-.]ui)?\.js|jquery\.(?:fancybox|fileupload|validate|unobtrusive-ajax)\.js|bootstrap(?:-theme)?\.css|font-awesome\.css|normalize\.css|modernizr\.js|html5shiv\.js|ckeditor\.js)$/i;
const OWN_SOURCE_FOLDER = /(?:^|\/)src\//;

/** Whether the file is other people's code. `path`: relative to the root of the workspace, with `/`. */
export function isVendored(path: string): boolean {
  if (VENDORED_FOLDERS.test(path) || COCOAPODS.test(path) || VENDORED_AT_TOP.test(path)) return true;
  if (VENDOR_FOLDER.test(path) && !VENDOR_AS_A_WORD.test(path)) return true;
  if (VENDORED_NAMES.has(path.slice(path.lastIndexOf('/') + 1).toLowerCase())) return true;
  if (VERSIONED_LIBRARY.test(path)) return true;
  return LIBRARY_STYLES_AND_SCRIPTS.test(path) && !OWN_SOURCE_FOLDER.test(path);
}
