/** The offer as it is sent. Pure. */

/**
 * Names that the browser hides an address behind (`….local`) mean nothing to a provider, which may
 * wait for them or take the visitor for out of reach; and the list is never told to be complete,
 * for it is sent before the browser has done looking.
 */
const UNTOLD = /^a=(?:candidate:.*\.local .*|end-of-candidates)\r?\n/gmu;

/** Leave only addresses in it that a provider can try. @param {string} sdp */
export const tellable = (sdp) => sdp.replaceAll(UNTOLD, "");
