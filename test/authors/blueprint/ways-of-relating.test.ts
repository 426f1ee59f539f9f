import { describe, expect, it } from '@jest/globals';
import { understandBrief, type UnderstoodBrief } from '../../../src/authors/blueprint/reading/read-brief.js';
import { read } from './told-reading.js';

function understand(brief: string): UnderstoodBrief {
  return understandBrief({ brief, name: undefined, kind: undefined });
}

/** `book: author (author), genres (genre, several)`: the references of each kind of record. */
function ties(brief: string): readonly string[] {
  return understand(brief).domain.entities.flatMap(({ singular, fields }) => {
    const named = fields.flatMap(({ words, type, optional }) =>
      type.kind === 'reference'
        ? [`${words} (${type.entity})${optional ? ', optional' : ''}`]
        : type.kind === 'references'
          ? [`${words} (${type.entity}), several`]
          : [],
    );
    return named.map((each) => `${singular}: ${each}`);
  });
}

const ZOO =
  'A REST API for a zoo. Animals have a name. Enclosures have a name. Keepers have a name. Tours have a title and a price.';

describe('a record that names one of another kind', () => {
  it.each([
    ['Every animal lives in exactly one enclosure.', 'animal: enclosure (enclosure)'],
    ['Each animal is cared for by one keeper.', 'animal: keeper (keeper)'],
    ['Every animal is based at exactly one enclosure.', 'animal: enclosure (enclosure)'],
    ['Each tour is started by a keeper.', 'tour: keeper (keeper)'],
    ['Animals are housed in enclosures.', 'animal: enclosure (enclosure)'],
    ['Each keeper is responsible for exactly one enclosure.', 'keeper: enclosure (enclosure)'],
    ['An enclosure is rented by at most one keeper.', 'enclosure: keeper (keeper), optional'],
    ['- Enclosure 1—n Animal', 'animal: enclosure (enclosure)'],
    ['- Animal n:1 Enclosure', 'animal: enclosure (enclosure)'],
    ['- Enclosure → Animal (1:n)', 'animal: enclosure (enclosure)'],
    ['- one-to-many: Enclosure to Animal', 'animal: enclosure (enclosure)'],
    ['Each keeper has their own tours.', 'tour: keeper (keeper)'],
  ])('is read: %s', (sentence, tie) => {
    const brief = sentence.startsWith('-') ? `${ZOO}\n\n${sentence}` : `${ZOO} ${sentence}`;
    expect(ties(brief)).toEqual([tie]);
    expect(read(brief).open).toEqual([]);
  });

  it('says so where the words leave open whether it is one', () => {
    const { assumptions } = understand(`${ZOO} Animals are housed in enclosures.`);
    expect(assumptions).toContain('Each animal has one enclosure: nothing says that it may have more.');
  });

  it('names several others in one sentence', () => {
    const brief =
      'A REST API for bugs. Bugs have a title. Testers have a name. Modules have a name. Bugs are reported by testers and located in modules.';
    expect(ties(brief)).toEqual(['bug: tester (tester)', 'bug: module (module)']);
    expect(read(brief).open).toEqual([]);
  });

  it('names each of two at once, though one was named before', () => {
    const brief = `${ZOO}\n- An Animal has many Tours\n- A Tour references one Animal and one Keeper`;
    expect(ties(brief)).toEqual(['tour: animal (animal)', 'tour: keeper (keeper)']);
    expect(read(brief).open).toEqual([]);
  });

  it('keeps people of whom nothing else is said', () => {
    const { records, open } = read('A REST API for bugs. Bugs have a title. Bugs are reported by testers.');
    expect(records).toEqual(['bug: title, tester', 'tester: name']);
    expect(open).toEqual([]);
  });

  it.each([
    'Animals are housed in enclosures only in winter.',
    'Animals are never housed in enclosures.',
    'Animals are inspected by keepers.',
    'Enclosure 1:1 Animal.',
    'Tours are paid by letters.',
    'Each animal is moved from one enclosure to another every spring.',
  ])('is none where more is said, or something else: %s', (sentence) => {
    expect(read(`${ZOO} ${sentence}`).open).not.toEqual([]);
    expect(ties(`${ZOO} ${sentence}`)).toEqual([]);
  });
});

describe('a record between two others', () => {
  const GYM = 'A REST API for a gym. Members have a name. Rooms have a name.';

  it.each([
    'A visit connects a member with a room and has a date.',
    'A visit joins a member and a room and has a date.',
    'A visit records the member, the room and the date.',
    'A visit links a member to a room on a date.',
  ])('is read: %s', (sentence) => {
    expect(read(`${GYM} ${sentence}`).records).toContain('visit: member, room, date');
    expect(read(`${GYM} ${sentence}`).open).toEqual([]);
  });

  it('stands in a list of records', () => {
    const { records, open } = read(
      'A REST API for a gym. There are members with a name and an age; rooms with a name and a size; and visits that link a member to a room.',
    );
    expect(records).toContain('visit: member, room');
    expect(open).toEqual([]);
  });

  it('has the times that the sentence names', () => {
    const { records, open } = read(
      `${GYM} Courses have a title. A course takes place in a room at a start time. A stay connects a member and a room from a start date to an end date.`,
    );
    expect(records).toEqual(
      expect.arrayContaining(['course: title, room, start time', 'stay: member, room, start date, end date']),
    );
    expect(open).toEqual([]);
  });

  it.each(['A course takes place in a room at the same time.', 'A course takes place in a room at a time.'])(
    'has no field by a time that compares or limits: %s',
    (sentence) => {
      const { records, open } = read(`${GYM} Courses have a title. ${sentence}`);
      expect(records).toContain('course: title');
      expect(open).not.toEqual([]);
    },
  );

  it('goes from one to another, which differ', () => {
    const { domain } = understand(
      'A REST API for a depot. Parcels have a code. Halls have a name. A move takes a quantity of a parcel from one hall to another.',
    );
    expect(
      domain.entities.find(({ singular }) => singular === 'move')?.fields.map(({ words }) => words),
    ).toEqual(['from hall', 'to hall', 'parcel', 'quantity']);
    expect(domain.rules).toContainEqual(
      expect.objectContaining({ kind: 'differ', fields: ['from hall', 'to hall'] }),
    );
  });

  it.each([
    ['Members enroll in courses.', 'enrollment: member, course'],
    ['Members can register for courses.', 'registration: member, course'],
    ['Guests can register for courses.', 'registration: guest, course'],
  ])('comes to be by what people do: %s', (sentence, record) => {
    const { records, open } = read(`${GYM} Courses have a title. ${sentence}`);
    expect(records).toContain(record);
    expect(open).toEqual([]);
  });

  it('is the one that the brief has for it', () => {
    const brief = `${GYM} Members rent rooms. A contract is for one room and one member.`;
    expect(read(brief).records).toEqual(['member: name', 'room: name', 'contract: room, member']);
    expect(read(brief).open).toEqual([]);
  });

  it.each([
    'Members rent rooms.',
    'All members enroll in all courses.',
    'Late guests can register for courses.',
    'Members enroll in six courses.',
  ])('is not made up: %s', (sentence) => {
    const { records, open } = read(`${GYM} Courses have a title. ${sentence}`);
    expect(records).toEqual(['member: name', 'room: name', 'course: title']);
    expect(open).toEqual([sentence]);
  });
});

describe('many on both sides', () => {
  it.each([
    ['Keepers look after enclosures.', 'keeper: enclosures (enclosure), several'],
    ['A keeper can take care of several enclosures.', 'keeper: enclosures (enclosure), several'],
    ['An enclosure can be stocked with animals.', 'enclosure: animals (animal), several'],
    ['Keepers can be members of several tours.', 'keeper: tours (tour), several'],
    ['- Keeper n—m Enclosure', 'keeper: enclosures (enclosure), several'],
    [
      'A tour shows many animals, and an animal can be shown on many tours.',
      'tour: animals (animal), several',
    ],
  ])('is read: %s', (sentence, tie) => {
    const brief = sentence.startsWith('-') ? `${ZOO}\n\n${sentence}` : `${ZOO} ${sentence}`;
    expect(ties(brief)).toEqual([tie]);
    expect(read(brief).open).toEqual([]);
  });

  it('says so where the words leave it open', () => {
    const { assumptions } = understand(`${ZOO} Keepers look after enclosures.`);
    expect(assumptions).toContain(
      'Nothing says how many keepers there are for one enclosure: there can be several.',
    );
  });

  it('is not taken where another sentence says that it is one', () => {
    const brief = `${ZOO} Keepers look after enclosures. Each enclosure has one keeper.`;
    expect(ties(brief)).toEqual(['enclosure: keeper (keeper)']);
    expect(read(brief).open).toEqual([]);
  });

  it('is told by two clauses about different things', () => {
    const brief =
      'A REST API for movies (title), actors (name) and directors (name). A movie has one director and many actors; an actor can play in many movies.';
    expect(ties(brief)).toEqual(['movie: director (director)', 'movie: actors (actor), several']);
    expect(read(brief).open).toEqual([]);
  });

  it('is what records are marked with, and looked for by', () => {
    const tagged =
      'A REST API for recipes. A recipe has a title. Recipes are tagged, and a tag has a unique name. Recipes can be filtered by tag.';
    expect(ties(tagged)).toEqual(['recipe: tags (tag), several']);
    expect(read(tagged).open).toEqual([]);
    const labels =
      'A REST API for tasks. Tasks have a title. Labels have a name. Tasks can have several labels. Tasks can be filtered by label.';
    expect(ties(labels)).toEqual(['task: labels (label), several']);
    expect(read(labels).open).toEqual([]);
  });

  it.each([
    'All keepers look after all enclosures.',
    'Keepers look after at most two enclosures.',
    'Senior keepers look after enclosures.',
    'Keepers look after enclosures in turn.',
    'Keepers approve tours.',
    'Keepers can cancel tours.',
  ])('is none where more is said, or where something is done: %s', (sentence) => {
    expect(ties(`${ZOO} ${sentence}`)).toEqual([]);
    expect(read(`${ZOO} ${sentence}`).open).toEqual([sentence]);
  });
});

describe('deleting what others belong to', () => {
  const BLOG =
    'A REST API for a blog. Posts have a title. Comments have a text and belong to a post. Likes have a date and belong to a post.';

  it.each([
    'Comments are deleted with their post.',
    'Comments are deleted together with their post.',
    'Comments are removed when their post is removed.',
    'Deleting a post deletes its comments.',
    'When a post is removed, its comments are removed as well.',
  ])('takes them along: %s', (sentence) => {
    const { domain } = understand(`${BLOG} ${sentence}`);
    const field = domain.entities
      .find(({ singular }) => singular === 'comment')
      ?.fields.find(({ words }) => words === 'post');
    expect(field?.type).toMatchObject({ onDelete: 'cascade' });
    expect(read(`${BLOG} ${sentence}`).open).toEqual([]);
  });

  it.each([
    'Old comments are deleted with their post.',
    'Comments are not deleted with their post.',
    'Comments are deleted when their post is archived.',
    'Comments are deleted with their post, unless they are pinned.',
  ])('does not where more is said, or something else: %s', (sentence) => {
    const { domain } = understand(`${BLOG} ${sentence}`);
    const field = domain.entities
      .find(({ singular }) => singular === 'comment')
      ?.fields.find(({ words }) => words === 'post');
    expect(field?.type).not.toMatchObject({ onDelete: 'cascade' });
  });
});
