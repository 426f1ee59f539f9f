import { describe, expect, it } from '@jest/globals';
import { readBrief } from '../../../src/authors/blueprint/reading/read-brief.js';

const SHOP =
  'A REST API for a bakery. Products have a name and a price. Orders have a date and a remark. Staff have to log in.';

function read(brief: string) {
  const { requirements } = readBrief({ brief, name: undefined, kind: undefined });
  return requirements.map(({ statement, source, examples, proof }) => ({
    statement,
    source,
    isOpen: proof.kind === 'none',
    examples: examples.map(({ given, when, then }) => `${given} | ${when} | ${then}`),
  }));
}

describe('who may do what', () => {
  it('is not shut to those who alone may do other things', () => {
    const said = read(`${SHOP} Shop assistants can change orders; only the baker may change products.`);
    const [orders, products] = ['change orders', 'change products'].map((words) =>
      said.find(({ statement }) => statement.includes(words)),
    );
    expect(orders?.examples).toEqual([
      'somebody with the role shop assistant | PATCH /orders/:id | it is answered with 200',
      'nobody who is signed in | PATCH /orders/:id | it is refused with 401',
    ]);
    expect(products?.examples).toContainEqual(expect.stringContaining('403'));
  });

  it('asks nobody to sign in where records are searched by a field, and by nobody', () => {
    const brief = 'A REST API for a club. Members have a name and an email.';
    const said = read(`${brief} Members can only be listed and searched by name.`);
    expect(said.filter(({ statement }) => /role|sign|users/.test(statement))).toEqual([]);
    expect(said.find(({ source }) => source.includes('only be listed'))?.statement).toContain('name');
  });

  it('is a right of the role, where others see less', () => {
    const said = read(
      `${SHOP} An assistant only sees the orders that he or she took with a headset; the manager sees everything.`,
    );
    const everything = said.find(({ statement }) => statement.includes('everything'));
    expect(everything?.examples.filter((each) => each.startsWith('somebody who is signed in'))).toEqual([]);
    expect(everything?.examples).toContainEqual(
      'somebody with the role manager | GET /orders/:id | it is answered with 200',
    );
  });

  it('asks for no sign-in where anyone may, beside those who log in', () => {
    const said = read(`${SHOP} Anyone can browse the products. The baker handles products and orders.`);
    expect(said.find(({ source }) => source === 'Anyone can browse the products.')).toMatchObject({
      statement: 'Products are read without signing in.',
      examples: ['nobody who is signed in | GET /products/:id | it is answered with 200'],
    });
  });

  it('does not make everyone sign in where something is readable without', () => {
    const brief = 'A REST API for permits. Zones have a code. Permits have a number and belong to a zone.';
    const [plain, public_] = ['', ' Zones are readable without authentication.'].map((more) =>
      read(`${brief} Bearer token.${more}`).map(({ statement }) => statement),
    );
    expect(plain).toContain('Everyone signs in and sends a bearer token.');
    expect(public_).not.toContain('Everyone signs in and sends a bearer token.');
  });

  it('does not let members list the members whom somebody else handles', () => {
    const brief =
      'A REST API for a club. Members have a name and an email. Tools have a name. \n\n## Who may do what\n\n- members log in and see the tools\n- the coordinator handles tools and members';
    const signIn = read(brief).filter(({ statement }) => statement.includes('sign in with'));
    expect(signIn.length).toBeGreaterThan(0);
    expect(
      signIn.flatMap(({ examples }) => examples).filter((each) => each.includes('GET /members is answered')),
    ).toEqual([]);
  });

  it('leaves the roles of stories open where nobody signs in', () => {
    const said = read(
      'A REST API for offices.\n\nAs an admin, I want to create locations with a name and an address.\n\nAs a receptionist, I want to register companies with a name and a phone number.\n\nAs an admin, I want to add rooms to a location with a name and a floor.',
    );
    const roles = said.filter(({ isOpen, source }) => isOpen && source.startsWith('As '));
    expect(roles.map(({ source }) => source)).toEqual(['As an admin', 'As a receptionist']);
  });
});
