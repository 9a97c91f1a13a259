-- Decides as the check for FlinkDeployment does that every Argo CD brings along (read at its version 3.1): only
-- reconciliationStatus and jobManagerDeploymentStatus count, and a reconciliation that succeeded outweighs all else.
local function health(status, message)
  return { status = status, message = message }
end

local status = obj.status or {}
local reconciliation = status.reconciliationStatus
local job_manager = status.jobManagerDeploymentStatus

if reconciliation == nil then
  return health("Progressing", "Waiting for Flink operator")
end
if reconciliation.success or reconciliation.state == "DEPLOYED" then
  return health("Healthy", nil)
end
if job_manager == "DEPLOYED_NOT_READY" or job_manager == "DEPLOYING" then
  return health("Progressing", "Waiting for deploying")
end
if job_manager == "ERROR" then
  return health("Degraded", reconciliation.error)
end
return health("Progressing", "Waiting for Flink operator")
