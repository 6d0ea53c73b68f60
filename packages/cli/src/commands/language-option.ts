import { Option } from 'commander';

/** `--lang`; any other language is refused, never answered with texts that are not there. */
export const languageOption = (): Option =>
  new Option('--lang <language>', 'language of the messages').choices(['es', 'en']).default('en');
