/** The start page as HTML, for index.html: it can be read before any script has come. build/page.ts calls it. */
import { renderToString } from 'preact-render-to-string';
import { App } from './view/app.tsx';

export const startPage = (): string => renderToString(<App />);
