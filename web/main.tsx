/** The page's beginning: remembers, renders, then asks the API who it is. The start page stands in the HTML already (prerender.tsx). */
import { effect } from '@preact/signals';
import { render } from 'preact';
import { loadHistory } from './state/history.ts';
import { chooseLanguage, words } from './state/language.ts';
import { loadSettings } from './state/settings.ts';
import { loadDraft } from './state/studio.ts';
import { App } from './view/app.tsx';

chooseLanguage();
loadHistory();
loadDraft();

effect(() => {
  document.documentElement.lang = words.value.tag;
  document.title = words.value.pageTitle;
});

const root = document.getElementById('app');
if (root) render(<App />, root);

void loadSettings();
