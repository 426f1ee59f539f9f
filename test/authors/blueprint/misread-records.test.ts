import { describe, expect, it } from '@jest/globals';
import { read } from './told-reading.js';

const SHED = 'A REST API for a shed. A tool has a name and a price.';

describe('a record', () => {
  it('is not the business that asks, nor how many there are of something', () => {
    const bicycles = 'A bicycle has a brand and a colour.';
    expect(read(`Software for bicycle repair workshop\n\nI need a REST API. ${bicycles}`).records).toEqual([
      'bicycle: brand, colour',
    ]);
    expect(read(`A REST API. So I have ninety-one bicycles. ${bicycles}`).records).toEqual([
      'bicycle: brand, colour',
    ]);
  });

  it('is what a sentence says that one is a person, a place or a thing with', () => {
    expect(
      read('A REST API. A guide is a person with a first name, a phone number and a birth date.').records,
    ).toEqual(['guide: first name, phone number, birth date']);
    expect(read(`A REST API. We take down the reader's name, address and phone number.`).records).toEqual([
      'reader: name, address, phone number',
    ]);
  });

  it('has both ends of a period', () => {
    const { records, met } = read(
      'A REST API for a shed.\n\n**Tools**\n- name\n- price\n\n**Reservations**\n- tool, from, to\n\n## Rules\n- reservations for the same tool cannot overlap',
    );
    expect(records).toContain('reservation: tool, from date, until date');
    expect(met).toContain('no two reservations of the same tool overlap between from date and until date');
  });

  it('has no field that is named by half a clause', () => {
    const { records, open } = read(
      'A REST API for a shed. A helper has a name, an e-mail address by which they log in and the name of their street.',
    );
    expect(records).toEqual(['helper: name, email address']);
    expect(open).toEqual(expect.arrayContaining(['by which they log in', 'the name of their street']));
  });

  it('is the one that was spoken of, where people may read it', () => {
    const sentence = 'All tools can read them.';
    expect(read(`${SHED} ${sentence}`).met.filter((each) => each.includes('created, read'))).toEqual([]);
  });
});

describe('a list that nothing else is known of', () => {
  it('is not the list of another record', () => {
    const { met, open } = read(`${SHED} Shifts are shown in chronological order, twenty at a time.`);
    expect(met.filter((each) => /list of|every list/.test(each))).toEqual([]);
    expect(open.join()).toContain('twenty at a time');
  });
});

describe('what stands under a heading about deleting', () => {
  it('is read as what deleting does', () => {
    const { met, open } = read(
      'A REST API for racks. A site has a code. A rack has a name and belongs to a site. A device has a hostname and belongs to a rack. A port has a label and belongs to a device.\n\nDelete:\n- site: refuse if racks\n- rack: restrict when it has devices\n- device: drops ports',
    );
    expect(met).toEqual(
      expect.arrayContaining([
        'sites that have racks are not deleted',
        'racks that have devices are not deleted',
        'deleting a device deletes its ports',
      ]),
    );
    expect(open).toEqual([]);
  });

  it('is left open where one half limits the other', () => {
    const { met } = read(
      'A REST API for racks. A device has a hostname and a status. A port has a label and belongs to a device.\n\nDelete:\n- device: drops ports; refuse if active',
    );
    expect(met.filter((each) => each.includes('delet'))).toEqual([]);
  });
});
