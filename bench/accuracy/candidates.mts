import { digitRecipe, fashionRecipe, type Recipe, smallDigitRecipe } from 'mnist-lab';

/** A recipe that the search tries, under the name it has in the log. */
export interface Candidate {
  readonly name: string;
  readonly recipe: Recipe;
}

type Change = { readonly model?: Recipe['model']; readonly training?: Recipe['training'] };

const change = (recipe: Recipe, name: string, { model, training }: Change = {}): Candidate => ({
  name,
  recipe: {
    ...recipe,
    // More than the recipe holds back, because 10,000 images tell two candidates apart better than 5,000.
    validationSize: 10_000,
    model: { ...recipe.model, ...model },
    training: { ...recipe.training, ...training },
  },
});

const digits = (name: string, changes?: Change) => change(digitRecipe, `digits: ${name}`, changes);
const fashion = (name: string, changes?: Change) => change(fashionRecipe, `fashion: ${name}`, changes);
const small = (name: string, changes?: Change) => change(smallDigitRecipe, `small digits: ${name}`, changes);

/** Every configuration that was tried, in the order in which it was thought of. */
export const candidates: readonly Candidate[] = [
  fashion('the recipe'),
  digits('the recipe'),
  small('the recipe'),
];
