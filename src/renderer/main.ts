import { mount } from 'svelte';
import { useLocale } from '../shared/words/formats.ts';
import App from './app.svelte';
import './styles/index.css';

const target = document.getElementById('app');
if (target === null) throw new Error('index.html has no #app');
useLocale(window.kelvin.locale);
mount(App, { target });
