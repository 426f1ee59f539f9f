import { describe, expect, it } from '@jest/globals';
import { understandBrief } from '../../../src/authors/blueprint/reading/read-brief.js';

/** What is understood of some sentences after a brief, and what of them stays open or asks for nothing. */
function heard(
  brief: string,
  sentences: string,
): { met: readonly string[]; open: readonly string[]; aside: readonly string[] } {
  const understood = (text: string) => understandBrief({ brief: text, name: undefined, kind: undefined });
  const before = new Set(understood(brief).requirements.map(({ statement }) => statement));
  const { requirements, background } = understood(`${brief}\n\n${sentences}`);
  const isOpen = ({ outcome }: { outcome: { kind: string } }): boolean => outcome.kind === 'open';
  return {
    met: requirements
      .filter((each) => !isOpen(each) && !before.has(each.statement))
      .map(({ statement }) => statement),
    open: requirements.filter(isOpen).map(({ source }) => source.text),
    aside: background,
  };
}

const ATELIER =
  'An API for a costume atelier. Patrons have a first name, a last name, an email and a phone number. Costumes have a name, a tag number (unique), a description, a daily price in euros, a weight in kg, a kind (cape, gown, mask) and a status (available, lent, torn) and belong to a rack. Racks have a code. A hire belongs to a patron and a costume and has a start date, an end date and a note. Prizes have a title. An award belongs to a prize and a patron and has an awarded date.';

const BY_KIND = 'costumes can be filtered by kind';
const BY_STATUS = 'costumes can be filtered by status';
const LATEST = 'hires are listed by start date, latest first';
const NAMES = ['patrons can be searched by first name', 'patrons can be searched by last name'];

describe('a list, in the words of people', () => {
  it.each<[string, readonly string[]]>([
    ['I also want to look up costumes by kind and by status.', [BY_KIND, BY_STATUS]],
    ['We must can filter costumes on kind, status.', [BY_KIND, BY_STATUS]],
    ['Staff should be able to narrow the costumes down by kind or status.', [BY_KIND, BY_STATUS]],
    ['Costumes: filter on kind and status.', [BY_KIND, BY_STATUS]],
    ['Filters for kind and status on the costume list.', [BY_KIND, BY_STATUS]],
    ['`GET /costumes` filters: `kind`, `status`.', [BY_KIND, BY_STATUS]],
    ['Hires can be listed per costume.', ['hires can be filtered by costume']],
    ['Show me the costumes that are torn.', [BY_STATUS]],
    ['List the available costumes.', [BY_STATUS]],
    ['I need to be able to get a list of the costumes that are torn.', [BY_STATUS]],
    ['Show all costumes with status available.', [BY_STATUS]],
  ])('is narrowed: %s', (sentence, met) => {
    expect(heard(ATELIER, sentence)).toMatchObject({ met, open: [] });
  });

  it.each<[string, readonly string[]]>([
    ['You can look a costume up by its tag number.', ['costumes can be searched by tag number']],
    ['The tag number is how we find costumes.', ['costumes can be searched by tag number']],
    ['Searching patrons by name must be possible.', NAMES],
    ['Patrons should be searchable by name.', NAMES],
    ['Search for a word in the description of costumes.', ['costumes can be searched by description']],
    ['Full text search on costume description.', ['costumes can be searched by description']],
    [
      'We need to find patrons by a piece of their phone number.',
      ['patrons can be searched by phone number'],
    ],
  ])('is searched: %s', (sentence, met) => {
    expect(heard(ATELIER, sentence)).toMatchObject({ met, open: [] });
  });

  it.each<[string, readonly string[]]>([
    ['List the hires of a patron.', ['the hires of one patron can be listed']],
    ["I'd like to pull up a patron's hires.", ['the hires of one patron can be listed']],
    ['I need an overview of the hires of one patron.', ['the hires of one patron can be listed']],
    ['Show which prizes a patron has.', ['the awards of one patron can be listed']],
  ])('is that of one other record: %s', (sentence, met) => {
    expect(heard(ATELIER, sentence)).toMatchObject({ met, open: [] });
  });

  it.each<[string, readonly string[]]>([
    ['List the hires, latest first.', [LATEST]],
    ['There should be a way to see all hires with the most recent at the top.', [LATEST]],
    ['Hires are listed by start date, newest on top.', [LATEST]],
    ['Hires are displayed in order of their start date, the latest on top.', [LATEST]],
    ['The costume list is sorted by name.', ['costumes are listed by name, alphabetically']],
    ['Costumes are shown in alphabetical order.', ['costumes are listed by name, alphabetically']],
    ['List costumes in order of weight.', ['costumes are listed by weight in kg, lowest first']],
    ['Sort the costumes by price, descending.', ['costumes are listed by daily price, highest first']],
    [
      'Let me browse the costumes with the most expensive on top.',
      ['costumes are listed by daily price, highest first'],
    ],
    [
      'Costumes can be sorted by price or by weight.',
      ['costumes can be sorted by daily price', 'costumes can be sorted by weight in kg'],
    ],
  ])('has an order: %s', (sentence, met) => {
    expect(heard(ATELIER, sentence)).toMatchObject({ met, open: [] });
  });

  it.each<[string, readonly string[]]>([
    ['Show the costumes, twenty at a time.', ['the list of costumes has 20 on a page']],
    ['Every list comes in pages of 25.', ['every list has 25 on a page']],
    ['List endpoints are paginated, 30 per page.', ['every list has 30 on a page']],
    ['Default page size 25, maximum 100.', ['every list has 25 on a page, at most 100']],
    ['Pagination: `limit` (default 50, max 200), `offset`.', ['every list has 50 on a page, at most 200']],
  ])('comes in pages: %s', (sentence, met) => {
    expect(heard(ATELIER, sentence)).toMatchObject({ met, open: [] });
  });

  it.each<[string, readonly string[]]>([
    [
      'List the hires ending within a given year.',
      ['a list of hires can be bounded by end date, from and to'],
    ],
    ['List the hires between two dates.', ['a list of hires can be bounded by start date, from and to']],
    [
      'Find costumes by minimum and maximum weight.',
      ['a list of costumes can be bounded by weight in kg, from and to'],
    ],
    [
      'Filter the costumes by price range.',
      ['a list of costumes can be bounded by daily price, from and to'],
    ],
  ])('is bounded: %s', (sentence, met) => {
    expect(heard(ATELIER, sentence)).toMatchObject({ met, open: [] });
  });

  it('is asked several things at once, and another list in the same breath', () => {
    const { met, open } = heard(
      ATELIER,
      'It must be possible to search patrons by last name, to list available costumes by rack, and to see the hires of a costume, newest first, 20 on a page.',
    );
    expect(open).toEqual([]);
    expect(met).toEqual([
      'patrons can be searched by last name',
      BY_STATUS,
      'costumes can be filtered by rack',
      'the hires of one costume can be listed',
      LATEST,
      'the list of hires has 20 on a page',
    ]);
  });

  it('is the one asked for just before', () => {
    expect(heard(ATELIER, 'List the hires by costume. Newest first please, 20 on a page.')).toMatchObject({
      met: ['hires can be filtered by costume', LATEST, 'the list of hires has 20 on a page'],
      open: [],
    });
  });

  it('is asked for by an item under a heading of its kind', () => {
    const brief = `${ATELIER}\n\n## Searching\n- costumes by description or kind\n- alphabetical by name unless asked otherwise`;
    expect(heard(ATELIER, brief.slice(ATELIER.length)).met).toEqual([
      'costumes can be searched by description',
      BY_KIND,
      'costumes are listed by name, alphabetically',
    ]);
  });

  it.each([
    'List the costumes that were never hired.',
    'I want to see the total price of hires per patron.',
    'Also list the hires for a given date.',
    'Newest first please.',
    'Show the costumes that are not torn.',
    'A mask is found in a drawer.',
    'List the hires that end in the next 30 days.',
  ])('stays open: %s', (sentence) => {
    expect(heard(ATELIER, sentence)).toMatchObject({ met: [], open: [sentence] });
  });

  it('is not asked for where someone gets something', () => {
    const { met } = heard(ATELIER, 'Each patron gets a hire for a costume.');
    expect(met.filter((statement) => statement.includes(' can be '))).toEqual([]);
  });

  it('leaves open what it does not know, beside what it does', () => {
    expect(heard(ATELIER, 'Filter costumes by kind, rack and colour of the rack.')).toMatchObject({
      met: [BY_KIND, 'costumes can be filtered by rack'],
      open: ['colour of the rack'],
    });
  });
});

const CHOIR =
  'An API for a choir. Singers have a name and an email. Pieces have a title. A loan belongs to a singer and a piece and has a date. Concerts have a date.';
const SIGNED_IN = 'singers sign in with email and a password, and get a bearer token';

describe('who may do what, in the words of people', () => {
  it.each<[string, readonly string[]]>([
    ['Singers log in with their email.', [SIGNED_IN]],
    [
      'Singers log in, see everything, and see their own loans only.',
      [SIGNED_IN, 'singers may see everything', 'singers see only loans of their own'],
    ],
    [
      'Singers log in with their email. They can see all loans but only change their own.',
      [SIGNED_IN, 'singers may see loans', 'singers change only loans of their own'],
    ],
    [
      'Singers log in. A singer may change only the loans that belong to them.',
      [SIGNED_IN, 'singers change only loans of their own'],
    ],
    ['We need an API with logins.', ['everyone signs in and sends a bearer token']],
    ['Nobody gets in without a login.', ['everyone signs in and sends a bearer token']],
    [
      'There are two types of users: reception and owner.',
      ['those who sign in have one role each: reception or owner'],
    ],
    ['Nobody except a librarian may delete pieces.', ['only librarians may delete pieces']],
    ['Pieces can be deleted by librarians only.', ['only librarians may delete pieces']],
    ['No one but the librarian is allowed to delete pieces.', ['only librarians may delete pieces']],
    ['Deleting pieces is for librarians only.', ['only librarians may delete pieces']],
    ['There is a librarian who can do everything.', ['librarians may do everything']],
    ['Only the librarian may remove pieces.', ['only librarians may remove pieces']],
    [
      'Our secretary may change everything, and is the only one who adds pieces and concerts.',
      ['secretaries may change everything', 'only secretaries may add pieces and concerts'],
    ],
  ])('is read: %s', (sentences, met) => {
    expect(heard(CHOIR, sentences).met).toEqual(expect.arrayContaining([...met]));
    expect(heard(CHOIR, sentences).open).toEqual([]);
  });

  it('is told in items under a heading', () => {
    const { met, open } = heard(
      CHOIR,
      '## Who can do what\n- the librarian handles pieces\n- the conductor handles concerts',
    );
    expect(open).toEqual([]);
    expect(met).toEqual([
      'librarians may add and change and delete pieces',
      'conductors may add and change and delete concerts',
    ]);
  });

  it('gives the ordinary people a role where the brief tells of one other', () => {
    const { domain } = understandBrief({
      brief: `${CHOIR} Singers log in. Only librarians can add pieces.`,
      name: undefined,
      kind: undefined,
    });
    expect(domain.access?.roles).toEqual(['singer', 'librarian']);
  });

  it('takes no customer for the staff that has a role', () => {
    const { domain } = understandBrief({
      brief:
        'An API with logins for a kennel. Owners have a name and an email. A dog belongs to an owner. Nurses and receptionists can both log in. Only nurses may delete dogs.',
      name: undefined,
      kind: undefined,
    });
    expect(domain.access).toMatchObject({ people: 'user', roles: ['receptionist', 'nurse'] });
  });

  it('lets a role that only reads change nothing, and keeps nobody from reading', () => {
    const { domain } = understandBrief({
      brief: `${CHOIR} Users log in. Roles: viewer, keeper, manager. Viewers read only. Keepers add loans. Managers do everything.`,
      name: undefined,
      kind: undefined,
    });
    const permissions = domain.access?.permissions ?? [];
    expect(
      permissions
        .filter(({ allowed }) => allowed.roles.includes('viewer') || allowed.signedIn)
        .flatMap(({ actions }) => actions),
    ).not.toEqual(expect.arrayContaining(['change']));
    expect(permissions).toContainEqual(
      expect.objectContaining({
        entity: 'loan',
        actions: ['create'],
        allowed: { anyone: false, signedIn: false, owner: false, roles: ['keeper', 'manager'] },
      }),
    );
    expect(
      permissions.some(
        ({ entity, actions, allowed }) => entity === 'piece' && actions.includes('read') && !allowed.signedIn,
      ),
    ).toBe(false);
  });

  it.each([
    'Singers add colour to concerts.',
    'Only difficult pieces may be performed.',
    'Pieces may only be changed by the singer who entered them.',
    'Ordinary singers may not delete pieces.',
    'Singers may see only the pieces of their own voice.',
    'Everyone else can only read.',
    'The manager can do everything the singers can, plus delete pieces.',
  ])('stays open: %s', (sentence) => {
    expect(heard(CHOIR, sentence)).toMatchObject({ met: [], open: [sentence] });
  });

  it('leaves open the deed that it does not know', () => {
    expect(
      heard(CHOIR, 'Users log in. Only the librarian manages pieces, and stamps concerts as sold out.'),
    ).toMatchObject({
      open: ['stamps concerts as sold out'],
    });
  });
});

const POST =
  'An API for a post office. Letters have a sender. A parcel has a number and a status: packed, sent, delivered.';

describe('stages, in the words of people', () => {
  it.each([
    ['A letter starts as "written", then goes to "sealed", then "posted".', 'written', 'sealed', 'posted'],
    ['A letter goes written -> sealed -> posted.', 'written', 'sealed', 'posted'],
    ['The life cycle of a letter is written → sealed → posted.', 'written', 'sealed', 'posted'],
    ['A letter is written at first, then sealed, then posted.', 'written', 'sealed', 'posted'],
    [
      'Letters start their life as written, are then sealed and finally posted.',
      'written',
      'sealed',
      'posted',
    ],
    ['A letter moves from written to sealed to posted.', 'written', 'sealed', 'posted'],
  ])('are read: %s', (sentence, first, second, third) => {
    const { domain, requirements } = understandBrief({
      brief: `${POST} ${sentence}`,
      name: undefined,
      kind: undefined,
    });
    expect(requirements.filter(({ outcome }) => outcome.kind === 'open')).toEqual([]);
    expect(domain.rules).toContainEqual(
      expect.objectContaining({
        kind: 'transitions',
        entity: 'letter',
        initial: first,
        moves: [
          { from: first, to: second },
          { from: second, to: third },
        ],
      }),
    );
  });

  it('end where the last one is said to be final, and no other way is opened by that', () => {
    const { domain } = understandBrief({
      brief: `${POST} A parcel goes from packed to sent to delivered. Delivered is final.`,
      name: undefined,
      kind: undefined,
    });
    expect(domain.rules).toContainEqual(
      expect.objectContaining({
        kind: 'transitions',
        moves: [
          { from: 'packed', to: 'sent' },
          { from: 'sent', to: 'delivered' },
        ],
      }),
    );
  });

  it('go one way only where that is said after them', () => {
    expect(heard(POST, 'A letter goes written -> sealed -> posted. No way back.').open).toEqual([]);
  });

  it.each(['No way back.', 'A parcel goes from hand to hand.', 'Letters go from Bern to Basel.'])(
    'are none: %s',
    (sentence) => {
      expect(heard(POST, sentence)).toMatchObject({ met: [], open: [sentence] });
    },
  );
});

describe('what only tells', () => {
  it.each([
    'We count letters regularly.',
    'I describe here what it must do.',
    'That is all I need for now.',
    'Good morning.',
  ])('is told as an aside: %s', (sentence) => {
    expect(heard(POST, sentence)).toMatchObject({ met: [], open: [], aside: [sentence] });
  });

  it('announces a list, whose items are read', () => {
    expect(heard(POST, "Things I'd type all the time:\n- find parcels by status")).toMatchObject({
      met: ['parcels can be filtered by status'],
      open: [],
      aside: ["Things I'd type all the time:"],
    });
  });

  it.each(['We must count letters regularly.', 'Every parcel must be weighed often.'])(
    'is none where something is demanded: %s',
    (sentence) => {
      expect(heard(POST, sentence)).toMatchObject({ met: [], open: [sentence], aside: [] });
    },
  );
});
