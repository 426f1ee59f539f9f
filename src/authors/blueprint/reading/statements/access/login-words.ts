/** Being signed in, as what is required: "a login", "authentication", "a bearer token". */
export const LOGIN =
  '(?:an? |the |any )?(?:valid )?(?:log ?-?ins?|sign[- ]?in|logging in|signing in|being (?:logged|signed) in|authentication|authenticating|auth|(?:bearer |access )?tokens?|(?:user )?accounts?)';
