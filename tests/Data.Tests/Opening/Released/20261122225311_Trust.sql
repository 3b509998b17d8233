PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS "__EFMigrationsHistory" (
    "MigrationId" TEXT NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY,
    "ProductVersion" TEXT NOT NULL
);
INSERT INTO __EFMigrationsHistory VALUES('20261122133012_First','10.0.14');
INSERT INTO __EFMigrationsHistory VALUES('20261122165150_Vrrp','10.0.14');
INSERT INTO __EFMigrationsHistory VALUES('20261122195820_Balancing','10.0.14');
INSERT INTO __EFMigrationsHistory VALUES('20261122212130_ProbeHistory','10.0.14');
INSERT INTO __EFMigrationsHistory VALUES('20261122225311_Trust','10.0.14');
CREATE TABLE IF NOT EXISTS "ApiTokens" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_ApiTokens" PRIMARY KEY AUTOINCREMENT,
    "Name" TEXT NOT NULL,
    "Role" TEXT NOT NULL,
    "SecretHash" TEXT NOT NULL,
    "CreatedAt" TEXT NOT NULL,
    "LastUsedAt" TEXT NULL,
    "ExpiresAt" TEXT NULL,
    "RevokedAt" TEXT NULL
);
INSERT INTO ApiTokens VALUES(1,'ci','operator','ab12','2026-01-31T12:00:00.0000000Z',NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "AspNetRoles" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_AspNetRoles" PRIMARY KEY,
    "Name" TEXT NULL,
    "NormalizedName" TEXT NULL,
    "ConcurrencyStamp" TEXT NULL
);
CREATE TABLE IF NOT EXISTS "AspNetUsers" (
    "Id" TEXT NOT NULL CONSTRAINT "PK_AspNetUsers" PRIMARY KEY,
    "DisplayName" TEXT NULL,
    "LastSignInAt" TEXT NULL,
    "UserName" TEXT NULL,
    "NormalizedUserName" TEXT NULL,
    "Email" TEXT NULL,
    "NormalizedEmail" TEXT NULL,
    "EmailConfirmed" INTEGER NOT NULL,
    "PasswordHash" TEXT NULL,
    "SecurityStamp" TEXT NULL,
    "ConcurrencyStamp" TEXT NULL,
    "PhoneNumber" TEXT NULL,
    "PhoneNumberConfirmed" INTEGER NOT NULL,
    "TwoFactorEnabled" INTEGER NOT NULL,
    "LockoutEnd" TEXT NULL,
    "LockoutEnabled" INTEGER NOT NULL,
    "AccessFailedCount" INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS "AuditRows" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_AuditRows" PRIMARY KEY AUTOINCREMENT,
    "At" TEXT NOT NULL,
    "ActorKind" TEXT NOT NULL,
    "Actor" TEXT NOT NULL,
    "Address" TEXT NULL,
    "Action" TEXT NOT NULL,
    "Object" TEXT NOT NULL,
    "Before" TEXT NULL,
    "After" TEXT NULL,
    "Reason" TEXT NULL,
    "Revision" INTEGER NULL,
    "Succeeded" INTEGER NOT NULL,
    "SearchText" TEXT NOT NULL
, "CorrelationId" TEXT NULL, "Hash" TEXT NULL, "PreviousHash" TEXT NULL);
INSERT INTO AuditRows VALUES(1,'2026-01-31T12:00:00.0000000Z','User','alice','192.0.2.7','import','cluster',NULL,'{}','first',1,1,replace('cluster\nalice\nimport\nfirst','\n',char(10)),NULL,NULL,NULL);
INSERT INTO AuditRows VALUES(2,'2026-11-23T18:04:01.4047740Z','Engine','engine',NULL,'quorum-lost','web',NULL,'{"node":"nobody","aliveWeight":0,"quorum":2}','Virtual service web lost its quorum: weight 0 alive, 2 wanted.',3,1,replace('web\nengine\nquorum-lost\nvirtual service web lost its quorum: weight 0 alive, 2 wanted.','\n',char(10)),NULL,'9660fcdc1c29dae6ed6115b4fcf4d5860c488dfecec476a237774304f45e367f','');
INSERT INTO AuditRows VALUES(3,'2026-11-23T18:04:01.4062540Z','Engine','engine',NULL,'definition-applied','cluster',NULL,'{"node":"nobody","appliedRevision":3}','Revision 3 is in force: node l1: added; node l2: added; VRRP instance VI_WEB: added; sync group G: added; track script chk: added; track process proxy: added; virtual service web: added.',3,1,replace('cluster\nengine\ndefinition-applied\nrevision 3 is in force: node l1: added; node l2: added; vrrp instance vi_web: added; sync group g: added; track script chk: added; track process proxy: added; virtual service web: added.','\n',char(10)),NULL,'6b1700bb38e02cdbacc348f952acae5e9130c535a69f03563197833cd9677788','9660fcdc1c29dae6ed6115b4fcf4d5860c488dfecec476a237774304f45e367f');
INSERT INTO AuditRows VALUES(4,'2026-11-23T18:04:01.6396880Z','Engine','engine',NULL,'server-down','web 10.88.0.101:80','{"node":"nobody","state":"Unknown"}','{"node":"nobody","state":"Down"}','Real server 10.88.0.101:80 of web went from Unknown to Down: HTTP GET /health port 8080: failed before it had ever passed: status 426, wanted 200-204.',3,1,replace('web 10.88.0.101:80\nengine\nserver-down\nreal server 10.88.0.101:80 of web went from unknown to down: http get /health port 8080: failed before it had ever passed: status 426, wanted 200-204.','\n',char(10)),NULL,'844e19ae093e6919e168b6fa02d6e6a18284ff962292aff7862b37a99d7d904f','6b1700bb38e02cdbacc348f952acae5e9130c535a69f03563197833cd9677788');
CREATE TABLE IF NOT EXISTS "Nodes" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Nodes" PRIMARY KEY AUTOINCREMENT,
    "Name" TEXT NOT NULL,
    "RouterId" TEXT NULL,
    "ScriptUser" TEXT NULL,
    "ScriptSecurity" INTEGER NOT NULL,
    "Ordinal" INTEGER NOT NULL
, "StartupDelay" INTEGER NOT NULL DEFAULT 0, "BalancerFlushOnStart" INTEGER NULL, "BalancerOnStop" TEXT NULL, "BalancerTcpFinTimeout" INTEGER NULL, "BalancerTcpTimeout" INTEGER NULL, "BalancerUdpTimeout" INTEGER NULL, "SyncDaemonGroup" TEXT NULL, "SyncDaemonInstance" TEXT NULL, "SyncDaemonInterface" TEXT NULL, "SyncDaemonMaximumLength" INTEGER NULL, "SyncDaemonPort" INTEGER NULL, "SyncDaemonSyncId" INTEGER NOT NULL DEFAULT 0, "SyncDaemonTimeToLive" INTEGER NULL);
INSERT INTO Nodes VALUES(1,'l1',NULL,'nobody',1,0,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL);
INSERT INTO Nodes VALUES(2,'l2','two',NULL,0,1,0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,NULL);
CREATE TABLE IF NOT EXISTS "Revisions" (
    "Number" INTEGER NOT NULL CONSTRAINT "PK_Revisions" PRIMARY KEY,
    "Hash" TEXT NOT NULL,
    "Json" TEXT NOT NULL,
    "Author" TEXT NOT NULL,
    "Action" TEXT NOT NULL,
    "Comment" TEXT NULL,
    "At" TEXT NOT NULL
);
INSERT INTO Revisions VALUES(1,'c0ffee','null','alice','import',NULL,'2026-01-31T12:00:00.0000000Z');
INSERT INTO Revisions VALUES(2,'c0ffee02','null','bob','release','disk','2026-03-01T12:00:00.0000000Z');
INSERT INTO Revisions VALUES(3,'c0ffee03','null','alice','drain',NULL,'2026-04-01T12:00:00.0000000Z');
CREATE TABLE IF NOT EXISTS "SetupState" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_SetupState" PRIMARY KEY,
    "TokenHash" TEXT NOT NULL,
    "IssuedAt" TEXT NOT NULL,
    "UsedAt" TEXT NULL,
    "IsReset" INTEGER NOT NULL
);
INSERT INTO SetupState VALUES(1,'ee855f20b6cae863f176600464ab26a1ae9042350840134d3e348254b0979ce9','2026-11-23T18:04:01.0651920Z',NULL,0);
CREATE TABLE IF NOT EXISTS "SyncGroups" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_SyncGroups" PRIMARY KEY AUTOINCREMENT,
    "Name" TEXT NOT NULL,
    "Ordinal" INTEGER NOT NULL
, "TrackingWeight" INTEGER NOT NULL DEFAULT 0);
INSERT INTO SyncGroups VALUES(1,'G',0,0);
CREATE TABLE IF NOT EXISTS "TrackProcesses" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_TrackProcesses" PRIMARY KEY AUTOINCREMENT,
    "Name" TEXT NOT NULL,
    "Process" TEXT NOT NULL,
    "Weight" INTEGER NOT NULL,
    "Quorum" INTEGER NOT NULL,
    "TerminateDelay" INTEGER NOT NULL,
    "Ordinal" INTEGER NOT NULL
, "ForkDelay" INTEGER NOT NULL DEFAULT 0, "FullCommand" INTEGER NOT NULL DEFAULT 0, "MaximumQuorum" INTEGER NULL, "ParameterMatch" TEXT NOT NULL DEFAULT 'Ignore', "Reverse" INTEGER NOT NULL DEFAULT 0);
INSERT INTO TrackProcesses VALUES(1,'proxy','haproxy',5,2,15000000,0,15000000,0,NULL,'Ignore',0);
CREATE TABLE IF NOT EXISTS "TrackScripts" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_TrackScripts" PRIMARY KEY AUTOINCREMENT,
    "Name" TEXT NOT NULL,
    "Command" TEXT NOT NULL,
    "Interval" INTEGER NOT NULL,
    "Timeout" INTEGER NULL,
    "Weight" INTEGER NOT NULL,
    "Rise" INTEGER NOT NULL,
    "Fall" INTEGER NOT NULL,
    "Ordinal" INTEGER NOT NULL
, "InitiallyFailing" INTEGER NOT NULL DEFAULT 0, "Reverse" INTEGER NOT NULL DEFAULT 0, "User" TEXT NULL);
INSERT INTO TrackScripts VALUES(1,'chk','/usr/bin/pgrep -x nginx',20000000,NULL,-60,2,3,0,0,0,NULL);
CREATE TABLE IF NOT EXISTS "Transitions" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Transitions" PRIMARY KEY AUTOINCREMENT,
    "At" TEXT NOT NULL,
    "Node" TEXT NOT NULL,
    "Instance" TEXT NOT NULL,
    "From" TEXT NOT NULL,
    "To" TEXT NOT NULL,
    "Cause" TEXT NOT NULL,
    "Sentence" TEXT NOT NULL,
    "SentenceZh" TEXT NOT NULL,
    "OwnPriority" INTEGER NOT NULL,
    "PeerAddress" TEXT NULL,
    "PeerPriority" INTEGER NULL,
    "SilentFor" INTEGER NULL,
    "Detail" TEXT NULL,
    "Revision" INTEGER NOT NULL
);
INSERT INTO Transitions VALUES(1,'2026-02-01T08:00:00.1234567Z','l2','VI_WEB','Backup','Master','MasterSilent','The master was silent.','主路由器无声。',150,'10.88.0.11',200,34140625,'eth0',1);
CREATE TABLE IF NOT EXISTS "VirtualServices" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_VirtualServices" PRIMARY KEY AUTOINCREMENT,
    "Name" TEXT NOT NULL,
    "Address" TEXT NULL,
    "Port" INTEGER NOT NULL,
    "Protocol" TEXT NOT NULL,
    "FirewallMark" INTEGER NULL,
    "Scheduler" TEXT NOT NULL,
    "ForwardingMethod" TEXT NOT NULL,
    "PersistenceTimeout" INTEGER NULL,
    "Quorum" INTEGER NOT NULL,
    "Hysteresis" INTEGER NOT NULL,
    "SorryServerAddress" TEXT NULL,
    "SorryServerPort" INTEGER NOT NULL,
    "Ordinal" INTEGER NOT NULL
, "Alert" INTEGER NULL, "FlapHalfLife" INTEGER NULL, "FlapLongestSuppression" INTEGER NOT NULL DEFAULT 0, "FlapReuseBelow" INTEGER NOT NULL DEFAULT 0, "FlapSuppressAbove" INTEGER NOT NULL DEFAULT 0, "GroupName" TEXT NULL, "HasNotify" INTEGER NOT NULL DEFAULT 0, "Hashed" INTEGER NOT NULL DEFAULT 0, "KeepAllWhenNoneLeft" INTEGER NOT NULL DEFAULT 0, "NotifyDown" TEXT NULL, "NotifyDownOnStop" INTEGER NOT NULL DEFAULT 0, "NotifyUp" TEXT NULL, "NotifyUser" TEXT NULL, "OnePacket" INTEGER NOT NULL DEFAULT 0, "PassiveEvidence" INTEGER NOT NULL DEFAULT 0, "PersistenceEngine" TEXT NULL, "PersistenceGranularity" INTEGER NULL, "SchedulerFlags" INTEGER NOT NULL DEFAULT 0, "SlowStart" INTEGER NULL, "SorryServerForwardingMethod" TEXT NULL, "SorryServerInhibit" INTEGER NOT NULL DEFAULT 0, "SorryServerTunnelChecksum" TEXT NULL, "SorryServerTunnelKind" TEXT NULL, "SorryServerTunnelPort" INTEGER NULL, "SuspendWhileNotOwner" INTEGER NOT NULL DEFAULT 0, "TunnelChecksum" TEXT NULL, "TunnelKind" TEXT NULL, "TunnelPort" INTEGER NULL);
INSERT INTO VirtualServices VALUES(5,'web','10.88.0.100',80,'Tcp',NULL,'WeightedRoundRobin','DirectRouting',3000000000,2,1,'10.88.0.199',81,0,NULL,NULL,0,0,0,NULL,0,0,0,NULL,0,NULL,NULL,0,0,NULL,NULL,0,NULL,NULL,0,NULL,NULL,NULL,0,NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "VrrpInstances" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_VrrpInstances" PRIMARY KEY AUTOINCREMENT,
    "Name" TEXT NOT NULL,
    "VirtualRouterId" INTEGER NOT NULL,
    "Version" TEXT NOT NULL,
    "AdvertisementIntervalCentiseconds" INTEGER NOT NULL,
    "Preempt" INTEGER NOT NULL,
    "PreemptDelay" INTEGER NOT NULL,
    "DownTimerAdverts" INTEGER NOT NULL,
    "AuthenticationType" TEXT NULL,
    "AuthenticationPassword" TEXT NULL,
    "AnnouncementRepeat" INTEGER NOT NULL,
    "AnnouncementSecondBurstDelay" INTEGER NOT NULL,
    "UseLease" INTEGER NOT NULL,
    "Ordinal" INTEGER NOT NULL
, "Accept" INTEGER NOT NULL DEFAULT 1, "AnnouncementArpInterval" INTEGER NOT NULL DEFAULT 0, "AnnouncementLowerPriorityDelay" INTEGER NULL, "AnnouncementLowerPriorityRepeat" INTEGER NULL, "AnnouncementNeighbourInterval" INTEGER NOT NULL DEFAULT 0, "AnnouncementRefreshInterval" INTEGER NOT NULL DEFAULT 0, "AnnouncementRefreshRepeat" INTEGER NOT NULL DEFAULT 1, "ChecksumAsV2" INTEGER NOT NULL DEFAULT 0, "HigherPrioritySendAdvertisement" INTEGER NOT NULL DEFAULT 1, "LowerPriorityNoAdvertisement" INTEGER NOT NULL DEFAULT 0, "MulticastGroup" TEXT NULL, "OwnerIgnoresAdvertisements" INTEGER NOT NULL DEFAULT 0, "PromoteSecondaries" INTEGER NOT NULL DEFAULT 0, "Strict" INTEGER NOT NULL DEFAULT 0, "TimerExpiredBackup" INTEGER NULL);
INSERT INTO VrrpInstances VALUES(7,'VI_WEB',51,'V2',100,0,0,3,'Password','k33paliv',4,50000000,1,0,1,0,NULL,NULL,0,0,1,0,1,0,NULL,0,0,0,NULL);
CREATE TABLE IF NOT EXISTS "AspNetRoleClaims" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_AspNetRoleClaims" PRIMARY KEY AUTOINCREMENT,
    "RoleId" TEXT NOT NULL,
    "ClaimType" TEXT NULL,
    "ClaimValue" TEXT NULL,
    CONSTRAINT "FK_AspNetRoleClaims_AspNetRoles_RoleId" FOREIGN KEY ("RoleId") REFERENCES "AspNetRoles" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "AspNetUserClaims" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_AspNetUserClaims" PRIMARY KEY AUTOINCREMENT,
    "UserId" TEXT NOT NULL,
    "ClaimType" TEXT NULL,
    "ClaimValue" TEXT NULL,
    CONSTRAINT "FK_AspNetUserClaims_AspNetUsers_UserId" FOREIGN KEY ("UserId") REFERENCES "AspNetUsers" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "AspNetUserLogins" (
    "LoginProvider" TEXT NOT NULL,
    "ProviderKey" TEXT NOT NULL,
    "ProviderDisplayName" TEXT NULL,
    "UserId" TEXT NOT NULL,
    CONSTRAINT "PK_AspNetUserLogins" PRIMARY KEY ("LoginProvider", "ProviderKey"),
    CONSTRAINT "FK_AspNetUserLogins_AspNetUsers_UserId" FOREIGN KEY ("UserId") REFERENCES "AspNetUsers" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "AspNetUserRoles" (
    "UserId" TEXT NOT NULL,
    "RoleId" TEXT NOT NULL,
    CONSTRAINT "PK_AspNetUserRoles" PRIMARY KEY ("UserId", "RoleId"),
    CONSTRAINT "FK_AspNetUserRoles_AspNetRoles_RoleId" FOREIGN KEY ("RoleId") REFERENCES "AspNetRoles" ("Id") ON DELETE CASCADE,
    CONSTRAINT "FK_AspNetUserRoles_AspNetUsers_UserId" FOREIGN KEY ("UserId") REFERENCES "AspNetUsers" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "AspNetUserTokens" (
    "UserId" TEXT NOT NULL,
    "LoginProvider" TEXT NOT NULL,
    "Name" TEXT NOT NULL,
    "Value" TEXT NULL,
    CONSTRAINT "PK_AspNetUserTokens" PRIMARY KEY ("UserId", "LoginProvider", "Name"),
    CONSTRAINT "FK_AspNetUserTokens_AspNetUsers_UserId" FOREIGN KEY ("UserId") REFERENCES "AspNetUsers" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "SyncGroupMembers" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_SyncGroupMembers" PRIMARY KEY AUTOINCREMENT,
    "SyncGroupId" INTEGER NOT NULL,
    "Instance" TEXT NOT NULL,
    "Ordinal" INTEGER NOT NULL,
    CONSTRAINT "FK_SyncGroupMembers_SyncGroups_SyncGroupId" FOREIGN KEY ("SyncGroupId") REFERENCES "SyncGroups" ("Id") ON DELETE CASCADE
);
INSERT INTO SyncGroupMembers VALUES(1,1,'VI_WEB',0);
CREATE TABLE IF NOT EXISTS "RealServers" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_RealServers" PRIMARY KEY AUTOINCREMENT,
    "VirtualServiceId" INTEGER NOT NULL,
    "Address" TEXT NOT NULL,
    "Port" INTEGER NOT NULL,
    "Weight" INTEGER NOT NULL,
    "ForwardingMethod" TEXT NULL,
    "InhibitOnFailure" INTEGER NOT NULL,
    "Admin" TEXT NOT NULL,
    "Ordinal" INTEGER NOT NULL, "AdminOwner" TEXT NULL, "AdminReason" TEXT NULL, "AdminUntil" TEXT NULL, "Alert" INTEGER NULL, "HasNotify" INTEGER NOT NULL DEFAULT 0, "LowerThreshold" INTEGER NOT NULL DEFAULT 0, "NotifyDown" TEXT NULL, "NotifyUp" TEXT NULL, "NotifyUser" TEXT NULL, "TunnelChecksum" TEXT NULL, "TunnelKind" TEXT NULL, "TunnelPort" INTEGER NULL, "UpperThreshold" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "FK_RealServers_VirtualServices_VirtualServiceId" FOREIGN KEY ("VirtualServiceId") REFERENCES "VirtualServices" ("Id") ON DELETE CASCADE
);
INSERT INTO RealServers VALUES(6,5,'10.88.0.101',80,3,NULL,1,'Drain',0,'alice','new kernel','2026-12-31T12:00:00.0000000Z',NULL,0,0,NULL,NULL,NULL,NULL,NULL,NULL,0);
CREATE TABLE IF NOT EXISTS "VirtualAddresses" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_VirtualAddresses" PRIMARY KEY AUTOINCREMENT,
    "VrrpInstanceId" INTEGER NOT NULL,
    "Address" TEXT NOT NULL,
    "PrefixLength" INTEGER NOT NULL,
    "Interface" TEXT NULL,
    "Label" TEXT NULL,
    "Excluded" INTEGER NOT NULL,
    "Ordinal" INTEGER NOT NULL, "Broadcast" TEXT NULL, "NoTrack" INTEGER NOT NULL DEFAULT 0, "Scope" TEXT NULL,
    CONSTRAINT "FK_VirtualAddresses_VrrpInstances_VrrpInstanceId" FOREIGN KEY ("VrrpInstanceId") REFERENCES "VrrpInstances" ("Id") ON DELETE CASCADE
);
INSERT INTO VirtualAddresses VALUES(1,7,'10.88.0.100',24,NULL,'eth0:0',0,0,NULL,0,NULL);
CREATE TABLE IF NOT EXISTS "VrrpParticipants" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_VrrpParticipants" PRIMARY KEY AUTOINCREMENT,
    "VrrpInstanceId" INTEGER NOT NULL,
    "Node" TEXT NOT NULL,
    "Interface" TEXT NOT NULL,
    "Priority" INTEGER NOT NULL,
    "SourceAddress" TEXT NULL,
    "InitialMaster" INTEGER NOT NULL,
    "VirtualMacName" TEXT NULL,
    "Ordinal" INTEGER NOT NULL, "CheckUnicastSource" INTEGER NOT NULL DEFAULT 0, "Released" INTEGER NOT NULL DEFAULT 0, "TrackInterface" INTEGER NOT NULL DEFAULT 1, "TrackSourceAddress" INTEGER NOT NULL DEFAULT 0, "UnicastTimeToLive" INTEGER NOT NULL DEFAULT 255, "VirtualMacHardwareAddress" TEXT NULL, "VirtualMacTransmitOnBase" INTEGER NULL,
    CONSTRAINT "FK_VrrpParticipants_VrrpInstances_VrrpInstanceId" FOREIGN KEY ("VrrpInstanceId") REFERENCES "VrrpInstances" ("Id") ON DELETE CASCADE
);
INSERT INTO VrrpParticipants VALUES(3,7,'l1','eth0',200,'10.88.0.11',0,NULL,0,0,0,1,0,255,NULL,NULL);
INSERT INTO VrrpParticipants VALUES(4,7,'l2','eth0',150,NULL,0,'vrrp.51',1,0,1,1,0,255,NULL,0);
CREATE TABLE IF NOT EXISTS "Checks" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Checks" PRIMARY KEY AUTOINCREMENT,
    "RealServerId" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "ConnectAddress" TEXT NULL,
    "ConnectPort" INTEGER NULL,
    "ConnectTimeout" INTEGER NOT NULL,
    "Retries" INTEGER NOT NULL,
    "RetryDelay" INTEGER NOT NULL,
    "Interval" INTEGER NOT NULL,
    "Warmup" INTEGER NULL,
    "VirtualHost" TEXT NULL,
    "Ordinal" INTEGER NOT NULL, "AgentSend" TEXT NULL, "BindAddress" TEXT NULL, "BindInterface" TEXT NULL, "BindPort" INTEGER NULL, "DnsName" TEXT NULL, "DnsType" TEXT NULL, "FastInterval" INTEGER NULL, "FastRecovery" INTEGER NULL, "FirewallMark" INTEGER NULL, "HttpProtocol" TEXT NULL, "InitiallyDown" INTEGER NOT NULL DEFAULT 0, "LogAllFailures" INTEGER NOT NULL DEFAULT 0, "ResponseTimeLimit" INTEGER NULL, "Rise" INTEGER NOT NULL DEFAULT 1, "ScriptCommand" TEXT NULL, "ScriptDynamic" INTEGER NULL, "ScriptTimeout" INTEGER NULL, "ScriptUser" TEXT NULL, "SmtpHeloName" TEXT NULL, "TlsCertificateFile" TEXT NULL, "TlsCertificateWarning" INTEGER NULL, "TlsKeyFile" TEXT NULL, "TlsSendCloseNotify" INTEGER NULL, "TlsSendServerName" INTEGER NULL, "TlsServerName" TEXT NULL, "TlsVerifyCertificate" INTEGER NULL, "TrackFile" TEXT NULL, "TrackFileReverse" INTEGER NULL, "TrackFileWeight" INTEGER NULL, "UdpMaximumReplyLength" INTEGER NULL, "UdpMinimumReplyLength" INTEGER NULL, "UdpPayload" TEXT NULL, "UdpReply" TEXT NULL, "UdpRequireReply" INTEGER NULL,
    CONSTRAINT "FK_Checks_RealServers_RealServerId" FOREIGN KEY ("RealServerId") REFERENCES "RealServers" ("Id") ON DELETE CASCADE
);
INSERT INTO Checks VALUES(8,6,'Http',NULL,8080,50000000,1,30000000,20000000,NULL,'www',0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
INSERT INTO Checks VALUES(9,6,'Tcp',NULL,NULL,50000000,1,10000000,600000000,NULL,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,0,0,NULL,1,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL);
CREATE TABLE IF NOT EXISTS "Tracks" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Tracks" PRIMARY KEY AUTOINCREMENT,
    "VrrpParticipantId" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "Target" TEXT NOT NULL,
    "Weight" INTEGER NULL,
    "Ordinal" INTEGER NOT NULL, "Reverse" INTEGER NULL,
    CONSTRAINT "FK_Tracks_VrrpParticipants_VrrpParticipantId" FOREIGN KEY ("VrrpParticipantId") REFERENCES "VrrpParticipants" ("Id") ON DELETE CASCADE
);
INSERT INTO Tracks VALUES(1,3,'Script','chk',-20,0,NULL);
INSERT INTO Tracks VALUES(2,3,'Process','proxy',NULL,1,NULL);
CREATE TABLE IF NOT EXISTS "UnicastPeers" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_UnicastPeers" PRIMARY KEY AUTOINCREMENT,
    "VrrpParticipantId" INTEGER NOT NULL,
    "Address" TEXT NOT NULL,
    "Ordinal" INTEGER NOT NULL, "MaximumTimeToLive" INTEGER NULL, "MinimumTimeToLive" INTEGER NULL,
    CONSTRAINT "FK_UnicastPeers_VrrpParticipants_VrrpParticipantId" FOREIGN KEY ("VrrpParticipantId") REFERENCES "VrrpParticipants" ("Id") ON DELETE CASCADE
);
INSERT INTO UnicastPeers VALUES(1,3,'10.88.0.12',0,NULL,NULL);
CREATE TABLE IF NOT EXISTS "HttpUrls" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_HttpUrls" PRIMARY KEY AUTOINCREMENT,
    "CheckId" INTEGER NOT NULL,
    "Path" TEXT NOT NULL,
    "VirtualHost" TEXT NULL,
    "ExpectedBody" TEXT NULL,
    "Digest" TEXT NULL,
    "Ordinal" INTEGER NOT NULL, "JsonPath" TEXT NULL, "JsonValue" TEXT NULL, "PatternExpression" TEXT NULL, "PatternMaximumOffset" INTEGER NULL, "PatternMinimumOffset" INTEGER NOT NULL DEFAULT 0, "PatternMustNotMatch" INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT "FK_HttpUrls_Checks_CheckId" FOREIGN KEY ("CheckId") REFERENCES "Checks" ("Id") ON DELETE CASCADE
);
INSERT INTO HttpUrls VALUES(10,8,'/health',NULL,'ok',NULL,0,NULL,NULL,NULL,NULL,0,0);
CREATE TABLE IF NOT EXISTS "StatusCodes" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_StatusCodes" PRIMARY KEY AUTOINCREMENT,
    "HttpUrlId" INTEGER NOT NULL,
    "First" INTEGER NOT NULL,
    "Last" INTEGER NOT NULL,
    "Ordinal" INTEGER NOT NULL,
    CONSTRAINT "FK_StatusCodes_HttpUrls_HttpUrlId" FOREIGN KEY ("HttpUrlId") REFERENCES "HttpUrls" ("Id") ON DELETE CASCADE
);
INSERT INTO StatusCodes VALUES(1,10,200,204,0);
CREATE TABLE IF NOT EXISTS "HeartbeatLines" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_HeartbeatLines" PRIMARY KEY AUTOINCREMENT,
    "VrrpParticipantId" INTEGER NOT NULL,
    "Interface" TEXT NOT NULL,
    "Ordinal" INTEGER NOT NULL,
    CONSTRAINT "FK_HeartbeatLines_VrrpParticipants_VrrpParticipantId" FOREIGN KEY ("VrrpParticipantId") REFERENCES "VrrpParticipants" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "NotifyFifos" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_NotifyFifos" PRIMARY KEY AUTOINCREMENT,
    "NodeId" INTEGER NOT NULL,
    "Path" TEXT NOT NULL,
    "Script" TEXT NULL,
    "User" TEXT NULL,
    "Ordinal" INTEGER NOT NULL,
    CONSTRAINT "FK_NotifyFifos_Nodes_NodeId" FOREIGN KEY ("NodeId") REFERENCES "Nodes" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "ParticipantNotify" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_ParticipantNotify" PRIMARY KEY AUTOINCREMENT,
    "VrrpParticipantId" INTEGER NOT NULL,
    "Ordinal" INTEGER NOT NULL,
    "Master" TEXT NULL,
    "Backup" TEXT NULL,
    "Fault" TEXT NULL,
    "Stop" TEXT NULL,
    "Deleted" TEXT NULL,
    "Any" TEXT NULL,
    "MasterHearsLower" TEXT NULL,
    "User" TEXT NULL,
    "Timeout" INTEGER NOT NULL,
    "PriorityChanges" INTEGER NOT NULL,
    CONSTRAINT "FK_ParticipantNotify_VrrpParticipants_VrrpParticipantId" FOREIGN KEY ("VrrpParticipantId") REFERENCES "VrrpParticipants" ("Id") ON DELETE CASCADE
);
INSERT INTO ParticipantNotify VALUES(1,3,0,'/usr/bin/logger master',NULL,NULL,NULL,NULL,NULL,NULL,NULL,300000000,0);
CREATE TABLE IF NOT EXISTS "ProcessParameters" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_ProcessParameters" PRIMARY KEY AUTOINCREMENT,
    "TrackProcessId" INTEGER NOT NULL,
    "Parameter" TEXT NOT NULL,
    "Ordinal" INTEGER NOT NULL,
    CONSTRAINT "FK_ProcessParameters_TrackProcesses_TrackProcessId" FOREIGN KEY ("TrackProcessId") REFERENCES "TrackProcesses" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "SyncGroupNotify" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_SyncGroupNotify" PRIMARY KEY AUTOINCREMENT,
    "SyncGroupId" INTEGER NOT NULL,
    "Ordinal" INTEGER NOT NULL,
    "Master" TEXT NULL,
    "Backup" TEXT NULL,
    "Fault" TEXT NULL,
    "Stop" TEXT NULL,
    "Deleted" TEXT NULL,
    "Any" TEXT NULL,
    "MasterHearsLower" TEXT NULL,
    "User" TEXT NULL,
    "Timeout" INTEGER NOT NULL,
    "PriorityChanges" INTEGER NOT NULL,
    CONSTRAINT "FK_SyncGroupNotify_SyncGroups_SyncGroupId" FOREIGN KEY ("SyncGroupId") REFERENCES "SyncGroups" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "SyncGroupTracks" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_SyncGroupTracks" PRIMARY KEY AUTOINCREMENT,
    "SyncGroupId" INTEGER NOT NULL,
    "Ordinal" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "Target" TEXT NOT NULL,
    "Weight" INTEGER NULL,
    "Reverse" INTEGER NULL,
    CONSTRAINT "FK_SyncGroupTracks_SyncGroups_SyncGroupId" FOREIGN KEY ("SyncGroupId") REFERENCES "SyncGroups" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "TrackFiles" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_TrackFiles" PRIMARY KEY AUTOINCREMENT,
    "Name" TEXT NOT NULL,
    "Path" TEXT NOT NULL,
    "Weight" INTEGER NOT NULL,
    "Reverse" INTEGER NOT NULL,
    "InitialValue" INTEGER NULL,
    "OverwriteInitialValue" INTEGER NOT NULL,
    "Ordinal" INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS "VirtualRoutes" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_VirtualRoutes" PRIMARY KEY AUTOINCREMENT,
    "VrrpInstanceId" INTEGER NOT NULL,
    "Kind" TEXT NOT NULL,
    "Destination" TEXT NULL,
    "PrefixLength" INTEGER NOT NULL,
    "Gateway" TEXT NULL,
    "Interface" TEXT NULL,
    "Source" TEXT NULL,
    "Table" INTEGER NULL,
    "Metric" INTEGER NULL,
    "Scope" TEXT NULL,
    "Mtu" INTEGER NULL,
    "OnLink" INTEGER NOT NULL,
    "NoTrack" INTEGER NOT NULL,
    "Ordinal" INTEGER NOT NULL,
    CONSTRAINT "FK_VirtualRoutes_VrrpInstances_VrrpInstanceId" FOREIGN KEY ("VrrpInstanceId") REFERENCES "VrrpInstances" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "VirtualRules" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_VirtualRules" PRIMARY KEY AUTOINCREMENT,
    "VrrpInstanceId" INTEGER NOT NULL,
    "From" TEXT NULL,
    "FromPrefixLength" INTEGER NOT NULL,
    "To" TEXT NULL,
    "ToPrefixLength" INTEGER NOT NULL,
    "IsIPv6" INTEGER NOT NULL,
    "Table" INTEGER NOT NULL,
    "Priority" INTEGER NULL,
    "Mark" INTEGER NULL,
    "IncomingInterface" TEXT NULL,
    "OutgoingInterface" TEXT NULL,
    "NoTrack" INTEGER NOT NULL,
    "Ordinal" INTEGER NOT NULL,
    CONSTRAINT "FK_VirtualRules_VrrpInstances_VrrpInstanceId" FOREIGN KEY ("VrrpInstanceId") REFERENCES "VrrpInstances" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "PatternOptions" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_PatternOptions" PRIMARY KEY AUTOINCREMENT,
    "HttpUrlId" INTEGER NOT NULL,
    "Option" TEXT NOT NULL,
    "Ordinal" INTEGER NOT NULL,
    CONSTRAINT "FK_PatternOptions_HttpUrls_HttpUrlId" FOREIGN KEY ("HttpUrlId") REFERENCES "HttpUrls" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "ServiceNotifyFifos" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_ServiceNotifyFifos" PRIMARY KEY AUTOINCREMENT,
    "Ordinal" INTEGER NOT NULL,
    "NodeId" INTEGER NOT NULL,
    "Path" TEXT NOT NULL,
    "Script" TEXT NULL,
    "User" TEXT NULL,
    CONSTRAINT "FK_ServiceNotifyFifos_Nodes_NodeId" FOREIGN KEY ("NodeId") REFERENCES "Nodes" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "ServiceRanges" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_ServiceRanges" PRIMARY KEY AUTOINCREMENT,
    "VirtualServiceId" INTEGER NOT NULL,
    "Address" TEXT NULL,
    "LastAddress" TEXT NULL,
    "Port" INTEGER NOT NULL,
    "LastPort" INTEGER NULL,
    "FirewallMark" INTEGER NULL,
    "Ordinal" INTEGER NOT NULL,
    CONSTRAINT "FK_ServiceRanges_VirtualServices_VirtualServiceId" FOREIGN KEY ("VirtualServiceId") REFERENCES "VirtualServices" ("Id") ON DELETE CASCADE
);
CREATE TABLE IF NOT EXISTS "ProbeSeries" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_ProbeSeries" PRIMARY KEY AUTOINCREMENT,
    "Node" TEXT NOT NULL,
    "Service" TEXT NOT NULL,
    "Server" TEXT NOT NULL,
    "CheckIndex" INTEGER NOT NULL
);
INSERT INTO ProbeSeries VALUES(1,'l1','web','10.88.0.101:80',0);
CREATE TABLE IF NOT EXISTS "ProbeRollups" (
    "SeriesId" INTEGER NOT NULL,
    "Seconds" INTEGER NOT NULL,
    "At" INTEGER NOT NULL,
    "Count" INTEGER NOT NULL,
    "Passed" INTEGER NOT NULL,
    "Refused" INTEGER NOT NULL,
    "TimedOut" INTEGER NOT NULL,
    "WholeSum" INTEGER NOT NULL,
    "WholeShortest" INTEGER NOT NULL,
    "WholeLongest" INTEGER NOT NULL,
    "ConnectCount" INTEGER NOT NULL,
    "ConnectSum" INTEGER NOT NULL,
    "ConnectLongest" INTEGER NOT NULL,
    "TlsCount" INTEGER NOT NULL,
    "TlsSum" INTEGER NOT NULL,
    "TlsLongest" INTEGER NOT NULL,
    "FirstByteCount" INTEGER NOT NULL,
    "FirstByteSum" INTEGER NOT NULL,
    "FirstByteLongest" INTEGER NOT NULL,
    CONSTRAINT "PK_ProbeRollups" PRIMARY KEY ("SeriesId", "Seconds", "At"),
    CONSTRAINT "FK_ProbeRollups_ProbeSeries_SeriesId" FOREIGN KEY ("SeriesId") REFERENCES "ProbeSeries" ("Id") ON DELETE CASCADE
);
INSERT INTO ProbeRollups VALUES(1,86400,1777852800,1440,1400,30,10,2880000,900,30000,1400,1400000,2000,0,0,0,1400,700000,900);
CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY,
    "Timestamp" TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS "AuditCheckpoint" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_AuditCheckpoint" PRIMARY KEY,
    "LastId" INTEGER NOT NULL,
    "LastHash" TEXT NOT NULL,
    "Removed" INTEGER NOT NULL,
    "At" TEXT NOT NULL
);
INSERT INTO AuditCheckpoint VALUES(2,4,'844e19ae093e6919e168b6fa02d6e6a18284ff962292aff7862b37a99d7d904f',0,'2026-11-23T18:04:01.6396880Z');
CREATE TABLE IF NOT EXISTS "CommitWindow" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_CommitWindow" PRIMARY KEY,
    "Revision" INTEGER NOT NULL,
    "BackTo" INTEGER NOT NULL,
    "OpenedAt" TEXT NOT NULL,
    "EndsAt" TEXT NOT NULL,
    "ActorKind" TEXT NOT NULL,
    "Actor" TEXT NOT NULL,
    "Address" TEXT NULL,
    "Comment" TEXT NULL,
    "Guards" TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS "Events" (
    "Id" INTEGER NOT NULL CONSTRAINT "PK_Events" PRIMARY KEY AUTOINCREMENT,
    "At" TEXT NOT NULL,
    "Node" TEXT NOT NULL,
    "Kind" TEXT NOT NULL,
    "Json" TEXT NOT NULL
);
INSERT INTO Events VALUES(1,'2026-11-23T18:04:01.4047747Z','nobody','quorumChanged','{"type":"quorumChanged","node":"nobody","at":"2026-11-23T18:04:01.4047747Z","sequence":1,"revision":3,"severity":"Critical","instance":null,"service":"web","server":null,"sentence":"Virtual service web lost its quorum: weight 0 alive, 2 wanted.","detail":{"service":"web","gained":false,"aliveWeight":0,"quorum":2}}');
INSERT INTO Events VALUES(2,'2026-11-23T18:04:01.4062543Z','nobody','definitionApplied','{"type":"definitionApplied","node":"nobody","at":"2026-11-23T18:04:01.4062543Z","sequence":2,"revision":3,"severity":"Info","instance":null,"service":null,"server":null,"sentence":"Revision 3 is in force: node l1: added; node l2: added; VRRP instance VI_WEB: added; sync group G: added; track script chk: added; track process proxy: added; virtual service web: added.","detail":{"appliedRevision":3,"changes":["node l1: added","node l2: added","VRRP instance VI_WEB: added","sync group G: added","track script chk: added","track process proxy: added","virtual service web: added"]}}');
INSERT INTO Events VALUES(3,'2026-11-23T18:04:01.6396887Z','nobody','realServerStateChanged','{"type":"realServerStateChanged","node":"nobody","at":"2026-11-23T18:04:01.6396887Z","sequence":4,"revision":3,"severity":"Critical","instance":null,"service":"web","server":"10.88.0.101:80","sentence":"Real server 10.88.0.101:80 of web went from Unknown to Down: HTTP GET /health port 8080: failed before it had ever passed: status 426, wanted 200-204.","detail":{"service":"web","server":"10.88.0.101:80","from":"Unknown","to":"Down","reason":"HTTP GET /health port 8080: failed before it had ever passed: status 426, wanted 200-204"}}');
CREATE TABLE IF NOT EXISTS "IdempotencyKeys" (
    "KeyHash" TEXT NOT NULL CONSTRAINT "PK_IdempotencyKeys" PRIMARY KEY,
    "RequestHash" TEXT NOT NULL,
    "Status" INTEGER NOT NULL,
    "ETag" TEXT NULL,
    "ContentType" TEXT NULL,
    "Body" TEXT NOT NULL,
    "At" TEXT NOT NULL
);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('Nodes',2);
INSERT INTO sqlite_sequence VALUES('VrrpInstances',7);
INSERT INTO sqlite_sequence VALUES('VirtualAddresses',1);
INSERT INTO sqlite_sequence VALUES('VrrpParticipants',4);
INSERT INTO sqlite_sequence VALUES('UnicastPeers',1);
INSERT INTO sqlite_sequence VALUES('Tracks',2);
INSERT INTO sqlite_sequence VALUES('SyncGroups',1);
INSERT INTO sqlite_sequence VALUES('SyncGroupMembers',1);
INSERT INTO sqlite_sequence VALUES('TrackScripts',1);
INSERT INTO sqlite_sequence VALUES('TrackProcesses',1);
INSERT INTO sqlite_sequence VALUES('VirtualServices',5);
INSERT INTO sqlite_sequence VALUES('RealServers',6);
INSERT INTO sqlite_sequence VALUES('Checks',9);
INSERT INTO sqlite_sequence VALUES('HttpUrls',10);
INSERT INTO sqlite_sequence VALUES('StatusCodes',1);
INSERT INTO sqlite_sequence VALUES('Transitions',1);
INSERT INTO sqlite_sequence VALUES('AuditRows',4);
INSERT INTO sqlite_sequence VALUES('ApiTokens',1);
INSERT INTO sqlite_sequence VALUES('ParticipantNotify',1);
INSERT INTO sqlite_sequence VALUES('ProbeSeries',1);
INSERT INTO sqlite_sequence VALUES('Events',3);
CREATE INDEX "IX_ApiTokens_Name" ON "ApiTokens" ("Name");
CREATE UNIQUE INDEX "IX_ApiTokens_SecretHash" ON "ApiTokens" ("SecretHash");
CREATE INDEX "IX_AspNetRoleClaims_RoleId" ON "AspNetRoleClaims" ("RoleId");
CREATE UNIQUE INDEX "RoleNameIndex" ON "AspNetRoles" ("NormalizedName");
CREATE INDEX "IX_AspNetUserClaims_UserId" ON "AspNetUserClaims" ("UserId");
CREATE INDEX "IX_AspNetUserLogins_UserId" ON "AspNetUserLogins" ("UserId");
CREATE INDEX "IX_AspNetUserRoles_RoleId" ON "AspNetUserRoles" ("RoleId");
CREATE INDEX "EmailIndex" ON "AspNetUsers" ("NormalizedEmail");
CREATE UNIQUE INDEX "UserNameIndex" ON "AspNetUsers" ("NormalizedUserName");
CREATE INDEX "IX_AuditRows_Action_At_Id" ON "AuditRows" ("Action", "At", "Id");
CREATE INDEX "IX_AuditRows_Actor_At_Id" ON "AuditRows" ("Actor", "At", "Id");
CREATE INDEX "IX_AuditRows_At_Id" ON "AuditRows" ("At", "Id");
CREATE UNIQUE INDEX "IX_Checks_RealServerId_Ordinal" ON "Checks" ("RealServerId", "Ordinal");
CREATE UNIQUE INDEX "IX_HttpUrls_CheckId_Ordinal" ON "HttpUrls" ("CheckId", "Ordinal");
CREATE UNIQUE INDEX "IX_Nodes_Ordinal" ON "Nodes" ("Ordinal");
CREATE UNIQUE INDEX "IX_RealServers_VirtualServiceId_Ordinal" ON "RealServers" ("VirtualServiceId", "Ordinal");
CREATE UNIQUE INDEX "IX_StatusCodes_HttpUrlId_Ordinal" ON "StatusCodes" ("HttpUrlId", "Ordinal");
CREATE UNIQUE INDEX "IX_SyncGroupMembers_SyncGroupId_Ordinal" ON "SyncGroupMembers" ("SyncGroupId", "Ordinal");
CREATE UNIQUE INDEX "IX_SyncGroups_Ordinal" ON "SyncGroups" ("Ordinal");
CREATE UNIQUE INDEX "IX_TrackProcesses_Ordinal" ON "TrackProcesses" ("Ordinal");
CREATE UNIQUE INDEX "IX_TrackScripts_Ordinal" ON "TrackScripts" ("Ordinal");
CREATE UNIQUE INDEX "IX_Tracks_VrrpParticipantId_Ordinal" ON "Tracks" ("VrrpParticipantId", "Ordinal");
CREATE INDEX "IX_Transitions_At_Id" ON "Transitions" ("At", "Id");
CREATE INDEX "IX_Transitions_Instance_At_Id" ON "Transitions" ("Instance", "At", "Id");
CREATE UNIQUE INDEX "IX_UnicastPeers_VrrpParticipantId_Ordinal" ON "UnicastPeers" ("VrrpParticipantId", "Ordinal");
CREATE UNIQUE INDEX "IX_VirtualAddresses_VrrpInstanceId_Ordinal" ON "VirtualAddresses" ("VrrpInstanceId", "Ordinal");
CREATE UNIQUE INDEX "IX_VirtualServices_Ordinal" ON "VirtualServices" ("Ordinal");
CREATE UNIQUE INDEX "IX_VrrpInstances_Ordinal" ON "VrrpInstances" ("Ordinal");
CREATE UNIQUE INDEX "IX_VrrpParticipants_VrrpInstanceId_Ordinal" ON "VrrpParticipants" ("VrrpInstanceId", "Ordinal");
CREATE UNIQUE INDEX "IX_HeartbeatLines_VrrpParticipantId_Ordinal" ON "HeartbeatLines" ("VrrpParticipantId", "Ordinal");
CREATE UNIQUE INDEX "IX_NotifyFifos_NodeId_Ordinal" ON "NotifyFifos" ("NodeId", "Ordinal");
CREATE UNIQUE INDEX "IX_ParticipantNotify_VrrpParticipantId_Ordinal" ON "ParticipantNotify" ("VrrpParticipantId", "Ordinal");
CREATE UNIQUE INDEX "IX_ProcessParameters_TrackProcessId_Ordinal" ON "ProcessParameters" ("TrackProcessId", "Ordinal");
CREATE UNIQUE INDEX "IX_SyncGroupNotify_SyncGroupId_Ordinal" ON "SyncGroupNotify" ("SyncGroupId", "Ordinal");
CREATE UNIQUE INDEX "IX_SyncGroupTracks_SyncGroupId_Ordinal" ON "SyncGroupTracks" ("SyncGroupId", "Ordinal");
CREATE UNIQUE INDEX "IX_TrackFiles_Ordinal" ON "TrackFiles" ("Ordinal");
CREATE UNIQUE INDEX "IX_VirtualRoutes_VrrpInstanceId_Ordinal" ON "VirtualRoutes" ("VrrpInstanceId", "Ordinal");
CREATE UNIQUE INDEX "IX_VirtualRules_VrrpInstanceId_Ordinal" ON "VirtualRules" ("VrrpInstanceId", "Ordinal");
CREATE UNIQUE INDEX "IX_PatternOptions_HttpUrlId_Ordinal" ON "PatternOptions" ("HttpUrlId", "Ordinal");
CREATE UNIQUE INDEX "IX_ServiceNotifyFifos_NodeId_Ordinal" ON "ServiceNotifyFifos" ("NodeId", "Ordinal");
CREATE UNIQUE INDEX "IX_ServiceRanges_VirtualServiceId_Ordinal" ON "ServiceRanges" ("VirtualServiceId", "Ordinal");
CREATE INDEX "IX_ProbeRollups_Seconds_At" ON "ProbeRollups" ("Seconds", "At");
CREATE UNIQUE INDEX "IX_ProbeSeries_Server_Service_Node_CheckIndex" ON "ProbeSeries" ("Server", "Service", "Node", "CheckIndex");
CREATE INDEX "IX_Events_At" ON "Events" ("At");
CREATE INDEX "IX_Events_Kind_Id" ON "Events" ("Kind", "Id");
CREATE INDEX "IX_IdempotencyKeys_At" ON "IdempotencyKeys" ("At");
COMMIT;
