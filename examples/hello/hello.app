/// One web server, in three lines.
app hello {
  service web { image "nginxinc/nginx-unprivileged:1.27.3"; user 101; port http 8080 publish 8080 }
}
