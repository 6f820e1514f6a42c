{{/* The image of a service. Arguments: root, service. */}}
{{- define "peernetwork.image" -}}
{{- $image := .root.Values.image -}}
{{- $digest := get $image.digests .service.image -}}
{{- $tag := $image.tag | default .root.Chart.AppVersion -}}
{{ $image.registry }}/{{ .service.image }}{{ if $digest }}@{{ $digest }}{{ else }}:{{ $tag }}{{ end }}
{{- end }}

{{/* What every pod has. Arguments: root, service, files. */}}
{{- define "peernetwork.podDefaults" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 1654
  runAsGroup: 1654
  fsGroup: 1654
  fsGroupChangePolicy: OnRootMismatch
  seccompProfile:
    type: RuntimeDefault
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .service.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .service.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
volumes:
  - name: tmp
    emptyDir:
      sizeLimit: {{ .service.temporaryStorage }}
  {{- range .root.Values.certificates }}
  - name: certificates-{{ .name }}
    {{- if .secret }}
    secret:
      secretName: {{ .secret }}
    {{- else }}
    configMap:
      name: {{ .configMap }}
    {{- end }}
  {{- end }}
  {{- range .files }}
  - name: files-{{ .name }}
    {{- if .secret }}
    secret:
      secretName: {{ .secret }}
    {{- else if .configMap }}
    configMap:
      name: {{ .configMap }}
    {{- else }}
    persistentVolumeClaim:
      claimName: {{ .claim }}
      readOnly: true
    {{- end }}
  {{- end }}
{{- end }}

{{/* What every container has. Arguments: root, service, resources, files. */}}
{{- define "peernetwork.containerDefaults" -}}
image: {{ include "peernetwork.image" . }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities:
    drop: [ALL]
resources:
  {{- toYaml .resources | nindent 2 }}
volumeMounts:
  - name: tmp
    mountPath: /tmp
  {{- range .root.Values.certificates }}
  - name: certificates-{{ .name }}
    mountPath: /etc/peernetwork/certificates/{{ .name }}
    readOnly: true
  {{- end }}
  {{- range .files }}
  - name: files-{{ .name }}
    mountPath: /etc/peernetwork/files/{{ .name }}
    readOnly: true
  {{- end }}
{{- end }}
