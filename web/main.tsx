/** Starts the page: restores its stored state, renders it, and loads the API's settings. index.html already contains the start page (prerender.tsx). */
import { effect } from '@preact/signals';
import { render } from 'preact';
import { registerOfflineWorker } from './offline/register.ts';
import { followAddress } from './state/address.ts';
import { loadHistory } from './state/history.ts';
import { chooseLanguage, texts } from './state/language.ts';
import { loadSettings } from './state/settings.ts';
import { loadDraft } from './state/workspace.ts';
import { App } from './view/app.tsx';

void chooseLanguage();
loadHistory();
loadDraft();
followAddress();

effect(() => {
  document.documentElement.lang = texts.value.tag;
  document.documentElement.dir = texts.value.direction;
  document.title = texts.value.pageTitle;
});

const root = document.getElementById('app');
if (root) render(<App />, root);

void loadSettings();
registerOfflineWorker();
