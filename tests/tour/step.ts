import type { Scene } from './scene.ts';

/** One thing that a person does, or looks at, in the main job. */
export interface Step {
  /** What it is, as a sentence; it is printed when it is done, and named when it is not. */
  readonly sentence: string;
  /** Does it and looks whether the screen says so. Throws where it does not. */
  run(scene: Scene): Promise<void>;
}

/** Steps read as a list of sentences with what they mean beside them. */
export function step(sentence: string, run: (scene: Scene) => Promise<void>): Step {
  return { sentence, run };
}
