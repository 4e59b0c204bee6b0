/// One web server, in three lines.
app hello {
  service web { image "nginxinc/nginx-unprivileged:1.27.3-alpine"; user 101; port http 8080 publish 8080; ready http "/" with wget }
}
