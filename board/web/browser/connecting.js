// Tells Streamlit where its server is and what it would ask it about itself: it opens its socket at once, instead of
// looking for the server under the page's own address first and asking before it connects.
window.__streamlit = {
  BACKEND_BASE_URL: `${location.origin}/`,
  HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false },
};
