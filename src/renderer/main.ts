import { mount } from 'svelte';
import { useLocales } from '../shared/words/formats.ts';
import App from './app.svelte';
import './styles/index.css';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
useLocales(window.kelvin.locales);
mount(App, { target });
