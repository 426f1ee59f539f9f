/** What the words before a field ask for: a part of a text, a value, an order, or only to see the list. */
export type Mode = 'search' | 'filter' | 'sort' | 'look';
