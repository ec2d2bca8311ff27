/** Renders the start page as HTML for index.html, so that it can be read before the script is loaded. build/page.ts calls it. */
import { renderToString } from 'preact-render-to-string';
import { App } from './view/app.tsx';

export const startPage = (): string => renderToString(<App />);
