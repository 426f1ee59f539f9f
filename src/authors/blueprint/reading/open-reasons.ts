const REASONS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:jwts?|json web tokens?)\b/i, 'the bearer tokens that blueprints write are random, and no JWTs'],
  [/\b(?:api[- ](?:keys?|tokens?))\b/i, 'people sign in with a password; blueprints write no API keys'],
  [
    /\b(?:oauth\w*|single sign-on|sso|openid|ldap|two[- ]factor|2fa|(?:google|github|facebook|social) (?:login|account)s?)\b/i,
    'blueprints write sign-in with an e-mail address and a password, and no other',
  ],
  [
    /^(?:anyone|anybody|visitors?|guests?|the public) (?:can|may)\b/i,
    'who has not signed in reads records, and nothing else: no people, and nothing is written without a name',
  ],
  [
    /\b(?:public|publicly|anonymous|unauthenticated|without (?:logging|signing) in)\b/i,
    'it was not understood who signs in for the rest; say it as in "users must log in to make changes"',
  ],
  [
    /\b(?:log ?in|logs? in|sign(?:s|ed)? (?:in|up)|passwords?|auth(?!ors?\b|ored\b|oring\b)\w*|tokens?|jwt|oauth|roles?|permissions?|admins?|only (?:staff|users|owners|members|librarians|managers))\b/i,
    'it was not understood who signs in or may do what; say it as in "only admins can delete orders"',
  ],
  [
    /\b(?:e-?mails?|remind\w*|notif\w*|sms|messages? (?:is|are)|newsletter|alerts?|webhooks?|push)\b/i,
    'blueprints send no messages',
  ],
  [
    /\b(?:predict\w*|recommend\w*|machine learning|ai|ml|classif\w*|suggest\w*|forecast\w*|optimi[sz]\w*|similar)\b/i,
    'blueprints predict and recommend nothing',
  ],
  [
    /\b(?:stored|kept|saved|stores?|keeps?|saves?)\b.* (?:in|to|as) .*(?:\b(?:json|csv|text|yaml|plain)(?: text)? files?\b|\bhome (?:directory|folder)\b)/i,
    'blueprints keep the records in a SQLite file, whose place is told when it is started',
  ],
  [
    /\b(?:upload\w*|images?|photos?|files?|attachments?|pdf|csv|excel|export\w*|import\w*)\b/i,
    'blueprints handle no files',
  ],
  [
    /\b(?:payments?|pay|stripe|paypal|charged?|invoic\w* (?:is|are) (?:sent|created|generated))\b/i,
    'blueprints take no payments',
  ],
  [
    /\b(?:report(?!s? to\b|ed\b)\w*|statistics?|average|totals?|sums?|most popular|ranking|dashboard|chart\w*|count of|how many|calculat\w*|comput\w*|derived)\b/i,
    'blueprints compute nothing from records',
  ],
  [
    /\b(?:every (?:day|night|week|month|hour)|daily|weekly|nightly|monthly|automatically|after \w+ (?:days|hours|weeks)|schedul\w*|cron|expires?)\b/i,
    'blueprints do nothing by themselves, at a time or on an event',
  ],
  [/\b(?:real-?time|websockets?|live|stream\w*|subscribe\w*)\b/i, 'blueprints have no live connections'],
  [
    /\b(?:graphql|grpc|soap|express|nestjs|django|flask|fastapi|python|java|golang|rust|postgres\w*|mysql|mongo\w*|redis|kafka|prisma)\b/i,
    'blueprints write TypeScript on Fastify and SQLite',
  ],
  [
    /\b(?:docker\w*|container\w*|kubernetes|deploy\w*|cloud|aws|azure)\b/i,
    'a Dockerfile is written, and nothing here shows that it works',
  ],
  [
    /\b(?:fast|performan\w*|scal\w*|secure|security|thousands|millions|milliseconds|concurren\w*)\b/i,
    'nothing here measures it',
  ],
  [
    /\b(?:sort\w*|order(?:ed)? by|alphabetical\w*|newest|latest)\b/i,
    'lists are in the order of creation, and blueprints know no other',
  ],
];

/** Why the blueprint author leaves a statement open. */
export function openReason(text: string): string {
  const known = REASONS.find(([pattern]) => pattern.test(text));
  return known?.[1] ?? 'no blueprint says how to do this; it needs a model, or a person';
}
