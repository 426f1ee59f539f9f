/** Briefs as people type them, unlike each other. */
export const CLINIC =
  'A REST API for a veterinary clinic, with owners (name, email, phone), pets (name, species, born on) that belong to an owner, and visits (date, reason up to 200 characters, cost). An owner may have at most five pets. Visits can be searched by reason.';

export const LIBRARY =
  'Build an API for a library. It has books with a title (required, at most 200 characters), an ISBN (unique) and a number of copies (at least 1); members with name and email; loans link a book and a member and have a due date. A member may have at most five open loans. List endpoints are paginated. Members get an email reminder three days before the due date.';

export const LEAGUE =
  'Make an API for a football league. Teams have a name (unique, 3 to 50 characters) and a city. Players have a name, a shirt number between 1 and 99 and a position (goalkeeper, defender, midfielder or forward). Every player belongs to a team. A team may have no more than 25 players. The shirt number must be unique per team. Matches have a home team, an away team, a date and a venue. A team with players cannot be deleted.';

export const TICKETS = `# Ticket system

A REST API in **TypeScript** with \`Fastify\`.

* Users have a *name* and an \`email\`.
* Tickets have a title (5–100 characters), a description, a priority (low, medium, high) and a status (open, in progress, closed).
* A ticket is assigned to a user (optional).
* Tickets can be filtered by status and priority.

\`\`\`ts
interface Foo {}
\`\`\`
`;

export const ROOMS =
  'An API for booking meeting rooms. Rooms have a name and a capacity of at least 2. Bookings have a title, a start and an end and are for a room. The end must be after the start. No two bookings for the same room may overlap.';

export const OUTLINE = `Inventory API

Entities:
- Product: name (required, max 100 chars), sku (unique), price (>= 0), quantity (integer, >= 0)
- Supplier: name, email, phone
- Category: name (unique)

Relationships:
- A product belongs to a category and a supplier

Features:
- Search products by name
- Filter products by category
- Pagination on all list endpoints
- OpenAPI documentation
`;

export const BLOG =
  'A blog API with posts, comments and tags. Posts have a title (max 150 characters), a body and a published flag. Comments belong to a post and have an author name and text. A post can have many tags and a tag can have many posts.';

export const TODO = 'A REST API for a to-do list';

export const EVERY_BRIEF = { CLINIC, LIBRARY, LEAGUE, TICKETS, ROOMS, OUTLINE, BLOG, TODO } as const;
